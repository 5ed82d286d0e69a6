// Several windows of one browser on the same verification: one of them has the camera, and all know which is the newest.

const channel = globalThis.BroadcastChannel ? new BroadcastChannel("assay") : null;

function listen(hear) {
  const heard = (event) => hear(event.data);
  channel?.addEventListener("message", heard);
  return () => channel?.removeEventListener("message", heard);
}

/** Take the camera: every other window lets it go and is told by `onTaken`. Returns how to give it back. */
export function claimCamera(onTaken) {
  channel?.postMessage({ kind: "camera" });
  const release = listen((message) => {
    if (message.kind !== "camera") return;
    release();
    onTaken();
  });
  return release;
}

/** Tell the other windows where this verification has got to: `state` names everything given so far. */
export function moved(verification, state) {
  channel?.postMessage({ kind: "moved", verification, state });
}

/** Be told when another window shows this verification in a later state. Who speaks later knows the later one. */
export function onMoved(verification, state, tell) {
  return listen((message) => {
    if (message.kind === "moved" && message.verification === verification && message.state !== state) tell();
  });
}
