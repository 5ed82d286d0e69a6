// How the camera is allowed in this browser, and when it was allowed after all.

// The first match names it: browsers inside other apps and Edge call themselves Chrome too, and Chrome calls itself Safari.
const BROWSERS = [
  ["in-app", /FBA[NV]|Instagram|Line\/|MicroMessenger|Snapchat|musical_ly|BytedanceWebview|TikTok|Twitter|LinkedInApp|Pinterest|; wv\)/],
  ["samsung", /SamsungBrowser/],
  ["ios-other", /(?=.*(iPhone|iPad))(?=.*(CriOS|FxiOS|EdgiOS|OPT\/|DuckDuckGo))/],
  ["ios-safari", /iPhone|iPad/],
  ["firefox-android", /(?=.*Android)(?=.*Firefox)/],
  ["firefox", /Firefox\//],
  ["chrome-android", /(?=.*Android)(?=.*(Chrome|EdgA))/],
  ["edge", /Edg\//],
  ["chrome", /Chrome\//],
  ["safari", /Safari\//],
];

export function browserOf(agent) {
  return BROWSERS.find(([, sign]) => sign.test(agent))?.[0] ?? "other";
}

/** Show what belongs to this browser: neighbours carry data-browser with names; "other" is for all that have no part of their own. */
export function showWays(root, agent = navigator.userAgent) {
  const name = browserOf(agent);
  const groups = new Set([...root.querySelectorAll("[data-browser]")].map((part) => part.parentElement));
  for (const group of groups) {
    const parts = [...group.children].filter((part) => part.dataset.browser);
    const own = parts.some((part) => part.dataset.browser.split(" ").includes(name));
    for (const part of parts) part.hidden = !part.dataset.browser.split(" ").includes(own ? name : "other");
  }
}

/** "granted", "denied", "prompt", or "" where the browser does not say. */
export async function permission() {
  return (await status())?.state ?? "";
}

const status = () => navigator.permissions?.query({ name: "camera" }).catch(() => null);

/** Try again by itself: `blocked()` names the problem that is shown, `again()` opens the camera. Returns what ends the watch. */
export function watchCamera(blocked, again) {
  const over = new AbortController();
  const { signal } = over;
  const refused = () => ["refused", "denied"].includes(blocked());
  const allowed = async () => {
    if (refused() && (await permission()) === "granted" && refused()) again();
  };
  status()?.then((state) => state?.addEventListener("change", allowed, { signal }));
  // The switch may be in the settings of the device, and the other program in another window.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    if (blocked() === "busy") again();
    else allowed();
  }, { signal });
  navigator.mediaDevices?.addEventListener?.("devicechange", () => blocked() === "absent" && again(), { signal });
  return () => over.abort();
}
