type Library = typeof import("@peculiar/x509");

/* eslint-disable @typescript-eslint/no-require-imports -- an import at the top is loaded by every program, an asynchronous one makes plans asynchronous. */

/** The X.509 library: it takes long to load, and only who reads a CSR needs it. */
export function loadLibrary(): Library {
  require("reflect-metadata");
  return require("@peculiar/x509") as Library;
}
