// Jest's project `plugin` goes through the second door.
process.env["CERTCENTRAL_DOOR"] = "plugin";
