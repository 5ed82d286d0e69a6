// What this browser keeps of a person goes when they sign out, or when somebody else signs in.

import { forgetDrafts } from "./draft.js";
import { forgetOthers } from "./kept.js";

const { account = "", tidy } = document.body.dataset;

// Pages of the sign-in, and pages of errors that know nobody, let everything be.
if (tidy !== undefined) {
  forgetDrafts(account);
  forgetOthers(account);
}
