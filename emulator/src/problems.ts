/** Answers that say no, in CertCentral's envelope: `{"errors":[{"code","message"}]}`. */
export class Problem extends Error {
  readonly errors: { code: string; message: string }[];

  constructor(
    readonly status: number,
    ...errors: { code: string; message: string }[]
  ) {
    super(errors.map(({ code, message }) => `${code}: ${message}`).join("\n"));
    this.errors = errors;
  }
}

/** The answer to a wrong or missing key, as recorded from a real account: 403, not 401. */
export function invalidKey(): Problem {
  const code = "access_denied|access_denied_invalid_key";
  return new Problem(403, { code, message: "Access denied due to access_denied_invalid_key." });
}

export function missingPermission(what: string): Problem {
  const code = "access_denied|missing_permission";
  return new Problem(403, { code, message: `You do not have permission to ${what}.` });
}

export function rateLimited(): Problem {
  const message = "Service unavailable, please limit request volume";
  return new Problem(429, { code: "request_limit_exceeded", message });
}

export function notFound(what: string): Problem {
  const message = `The specified ${what} was not found.`;
  return new Problem(404, { code: `not_found|${what}`, message });
}

/** What a call of the control interface is about is not there. */
export function noSuch(what: string, id: number): Problem {
  return new Problem(404, { code: `not_found|${what}`, message: `There is no ${what} ${id}.` });
}

export function badRequest(code: string, message: string): Problem {
  return new Problem(400, { code, message });
}

export function invalidValue(field: string): { code: string; message: string } {
  return { code: `invalid_value:${field}`, message: `${field} contains an invalid value.` };
}

/** The form of this code is our choice: the published list shows none for missing fields. */
export function missingValue(field: string): { code: string; message: string } {
  return { code: `missing_value:${field}`, message: `${field} is required.` };
}

/** Chosen: no page gives a limit. */
export function tooLarge(): Problem {
  return new Problem(413, {
    code: "request_too_large",
    message: "The request is larger than 1 MiB.",
  });
}

/** A mistake of the emulator's own, which it tells of on its standard error output. */
export function emulatorError(): Problem {
  const message = "The emulator made a mistake: its standard error output says which.";
  return new Problem(500, { code: "emulator_error", message });
}
