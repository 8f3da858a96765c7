/**
 * What the shim in a user's state finds at run time, by name. The path of this module and the names
 * in it are stored in every state file and may never change.
 */
import { certificate as certificateLifecycle } from "./certificate/lifecycle";
import { domain as domainLifecycle } from "./domain/lifecycle";
import { domainValidation as domainValidationLifecycle } from "./domain-validation/lifecycle";
import { issuedCertificate as issuedCertificateLifecycle } from "./issued-certificate/lifecycle";
import { adaptWithCode } from "./own-code";
import { serveDynamically } from "./serve";

const server = serveDynamically();

export const certificate = adaptWithCode(certificateLifecycle, server);
export const domain = adaptWithCode(domainLifecycle, server);
export const domainValidation = adaptWithCode(domainValidationLifecycle, server);
export const issuedCertificate = adaptWithCode(issuedCertificateLifecycle, server);
