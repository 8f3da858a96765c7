// What is measured: certificates, and the floor, which is a dynamic resource that does nothing and has as much state.
import "reflect-metadata";

import { webcrypto } from "node:crypto";

import { Pkcs10CertificateRequestGenerator } from "@peculiar/x509";
import pulumi from "@pulumi/pulumi";
import certcentral from "pulumi-certcentral";

/** @typedef {"dynamic" | "plugin"} Door */

/**
 * Each with a key and a CSR of its own, made before anything is measured.
 *
 * @param {number} size
 * @param {{ below?: string, door?: Door }} [how] what all names end in, and who serves
 */
export async function certificates(size, { below = ".example.com", door = "dynamic" } = {}) {
  const names = Array.from({ length: size }, (_, at) => `n${at}${below}`);
  const requests = await Promise.all(names.map(csrFor));
  return async () => {
    const Certificate = door === "plugin" ? PluginCertificate : certcentral.Certificate;
    names.forEach((commonName, at) => {
      const csr = requests[at] ?? "";
      const organization = { id: 117483 };
      new Certificate(`n${at}`, { product: "ssl_plus", commonName, csr, organization });
    });
    return Promise.resolve({});
  };
}

const signing = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** @param {string} name */
async function csrFor(name) {
  const keys = await webcrypto.subtle.generateKey(signing, true, ["sign", "verify"]);
  const request = { name: `CN=${name}`, keys, signingAlgorithm: signing };
  return (await Pkcs10CertificateRequestGenerator.create(request)).toString("pem");
}

/** As a generated class would register it. */
class PluginCertificate extends pulumi.CustomResource {
  /**
   * @param {string} name
   * @param {import("pulumi-certcentral").CertificateArgs} args
   */
  constructor(name, args) {
    super("certcentral:index:Certificate", name, args);
  }
}

/** What one resource has in the state. @typedef {{ outputs: number, inputBytes: number, outputBytes: number }} Size */

const emptyProvider =
  "exports.handler=()=>({check:async(o,inputs)=>({inputs}),diff:async()=>({changes:false})," +
  'create:async i=>{const outs={...i};for(let n=0;n<i.outputs;n++)outs["o"+n]="x".repeat(i.bytes/i.outputs);return{id:"1",outs}},' +
  "read:async(id,props)=>({id,props}),update:async(i,o,n)=>({outs:n}),delete:async()=>{}});";

class Floor extends pulumi.CustomResource {
  /**
   * @param {string} name
   * @param {Size} size
   */
  constructor(name, { outputs, inputBytes, outputBytes }) {
    /** @type {Record<string, undefined>} */
    const names = {};
    for (let at = 0; at < outputs; at++) names[`o${at}`] = undefined;
    super("pulumi-nodejs:dynamic/bench:Floor", name, {
      ...names,
      given: "x".repeat(inputBytes),
      outputs,
      bytes: outputBytes,
      __provider: emptyProvider,
    });
  }
}

/**
 * @param {number} count
 * @param {Size} size
 */
export function floor(count, size) {
  return async () => {
    for (let at = 0; at < count; at++) new Floor(`n${at}`, size);
    return Promise.resolve({});
  };
}
