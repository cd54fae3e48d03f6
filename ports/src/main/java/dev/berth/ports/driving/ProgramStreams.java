package dev.berth.ports.driving;

import java.io.InputStream;
import java.io.OutputStream;

/// The client's side of a program's streams. The gateway reads and writes them on virtual threads,
/// in pieces of up to 64 KiB; blocking on them is how a slow client slows the program.
///
/// @param stdin what the client sends; its end is passed on as end of file
/// @param stdout to the client
/// @param stderr to the client, apart from stdout
public record ProgramStreams(InputStream stdin, OutputStream stdout, OutputStream stderr) {}
