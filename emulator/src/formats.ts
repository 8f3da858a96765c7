/** The files that a certificate is downloaded as. Source: the glossary's formats, and clients of others for the rest. */
import "reflect-metadata";

import * as x509 from "@peculiar/x509";
import { strToU8, zipSync } from "fflate";

/** A chain in PEM, as the API prints it. */
export interface ChainFiles {
  commonName: string;
  leaf: string;
  intermediate: string;
  root: string;
}

export interface DownloadedFile {
  contentType: (typeof contentTypes)[number];
  content: string | Uint8Array<ArrayBuffer>;
}

type Make = (chain: ChainFiles) => DownloadedFile;

const formats = {
  pem_all: pem("leaf", "intermediate", "root"),
  pem: pem("leaf", "intermediate", "root"),
  pem_noroot: pem("leaf", "intermediate"),
  pem_nointermediate: pem("leaf"),
  crt: pem("leaf"),
  cer: bundle,
  p7b: bundle,
  default: archive("crt", "leaf", "intermediate", "root"),
  default_cer: archive("cer", "leaf", "intermediate", "root"),
  default_pem: archive("pem", "leaf", "intermediate", "root"),
  apache: archive("crt", "leaf", "intermediate"),
} satisfies Record<string, Make>;

export type Format = keyof typeof formats;

export const contentTypes = [
  "application/x-pem-file",
  "application/x-pkcs7-certificates",
  "application/zip",
] as const;

type Part = "leaf" | "intermediate" | "root";

/** Reads the name of a format; undefined for names of none. */
export function readFormat(name: string): Format | undefined {
  return Object.hasOwn(formats, name) ? (name as Format) : undefined;
}

export function fileOf(format: Format, chain: ChainFiles): DownloadedFile {
  return formats[format](chain);
}

function pem(...parts: Part[]): Make {
  return (chain) => ({
    contentType: "application/x-pem-file",
    content: parts.map((part) => chain[part]).join(""),
  });
}

/** PKCS #7 without a signature. */
function bundle({ leaf, intermediate, root }: ChainFiles): DownloadedFile {
  const certificates = [leaf, intermediate, root].map((text) => new x509.X509Certificate(text));
  return {
    contentType: "application/x-pkcs7-certificates",
    content: new x509.X509Certificates(certificates).export("pem"),
  };
}

function archive(extension: string, ...parts: Part[]): Make {
  return (chain) => {
    const names = {
      leaf: chain.commonName.replace(/\W/g, "_"),
      intermediate: "DigiCertCA",
      root: "TrustedRoot",
    };
    const files = parts.map(
      (part) => [`${names[part]}.${extension}`, strToU8(chain[part])] as const,
    );
    // The same bytes whenever they are asked for.
    const content = zipSync(Object.fromEntries(files), { mtime: "2000-01-01" });
    return { contentType: "application/zip", content };
  };
}
