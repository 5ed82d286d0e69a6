// What this browser keeps of a person goes when they sign out, or when somebody else signs in.

import { forgetDrafts } from "./draft.js";
import { forgetOthers } from "./kept.js";

const { account = "", signingIn } = document.body.dataset;

// Whoever was signed out by the clock signs in again and goes on with what is kept.
if (account || signingIn === undefined) {
  forgetDrafts(account);
  forgetOthers(account);
}
