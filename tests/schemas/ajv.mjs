// Reads documents as a JSON list and writes for each what ajv says about it by the schema that is named.
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";

const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
// A word of the language servers of VS Code and of yaml-language-server; it says what a pattern means.
ajv.addKeyword("patternErrorMessage");
const fits = ajv.compile(JSON.parse(readFileSync(process.argv[2], "utf8")));
const documents = JSON.parse(readFileSync(0, "utf8"));
const found = documents.map((document) =>
  fits(document) ? [] : fits.errors.map(({ instancePath, keyword }) => [instancePath, keyword]),
);
process.stdout.write(JSON.stringify(found));
