package dev.berth.domain.container;

/// By what an engine finds the processes of one program, also when the program itself has ended.
/// Only the engine's adapter reads it.
///
/// @param value its text
public record ProgramMark(String value) {}
