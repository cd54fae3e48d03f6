package dev.berth.adapter.docker;

import java.io.ByteArrayOutputStream;

/// Wraps an RSA key in the old PKCS #1 form (RFC 8017, A.1.2) into PKCS #8 (RFC 5208), which is all
/// that the JDK reads.
final class RsaPkcs1 {
  /// Version 0, and the algorithm rsaEncryption with no parameters.
  private static final byte[] HEADER = {
    2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 4;

  private RsaPkcs1() {}

  static byte[] toPkcs8(byte[] pkcs1) {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    inner.writeBytes(HEADER);
    inner.writeBytes(tagged(OCTET_STRING, pkcs1));
    return tagged(SEQUENCE, inner.toByteArray());
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    if (content.length < 128) {
      der.write(content.length);
    } else {
      der.write(0x83);
      der.write(content.length >>> 16);
      der.write(content.length >>> 8);
      der.write(content.length);
    }
    der.writeBytes(content);
    return der.toByteArray();
  }
}
