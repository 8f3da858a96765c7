// What is measured: certificates, and the floor, which is a dynamic resource that does nothing and has as much state.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import pulumi from "@pulumi/pulumi";
import certcentral from "pulumi-certcentral";

import { root } from "../steps.mjs";

const csr = readFileSync(join(root, "examples", "quickstart", "www.example.com.csr"), "utf8");

/** @typedef {"dynamic" | "plugin"} Door */

/**
 * @param {number} size
 * @param {{ below?: string, door?: Door }} [how] what all names end in, and who serves
 */
export function certificates(size, { below = ".example.com", door = "dynamic" } = {}) {
  return async () => {
    const Certificate = door === "plugin" ? PluginCertificate : certcentral.Certificate;
    for (let at = 0; at < size; at++) {
      new Certificate(`n${at}`, {
        product: "ssl_plus",
        commonName: `n${at}${below}`,
        csr,
        organization: { id: 117483 },
      });
    }
    return Promise.resolve({});
  };
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
