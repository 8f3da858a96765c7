type Client = typeof import("./client");

/* eslint-disable @typescript-eslint/no-require-imports -- an import at the top is loaded by every run, an asynchronous one is refused by Jest, with which programs are tested. */

/** The client and the schemas of its replies, which no preview needs. */
export function loadClient(): Client {
  return require("./client") as Client;
}
