/**
 * What the shim in a user's state finds at run time, by name. The path of this module and the names
 * in it are stored in every state file and may never change.
 */
import { certificate as certificateLifecycle } from "./certificate/lifecycle";
import { domain as domainLifecycle } from "./domain/lifecycle";
import { domainValidation as domainValidationLifecycle } from "./domain-validation";
import { issuedCertificate as issuedCertificateLifecycle } from "./issued-certificate";
import { adapt } from "./resource";

export const certificate = adapt(certificateLifecycle);
export const domain = adapt(domainLifecycle);
export const domainValidation = adapt(domainValidationLifecycle);
export const issuedCertificate = adapt(issuedCertificateLifecycle);
