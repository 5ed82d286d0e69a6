// The camera: open it, say in one word why it cannot be opened, take a picture, close it.

import { permission } from "./camera-ways.js";

const KINDS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "absent",
  OverconstrainedError: "absent",
  NotReadableError: "busy",
  AbortError: "busy",
};

/** `kind` is refused, denied, absent, busy, insecure or unsupported: each is a stage of the page with its own way on. */
export class CameraProblem extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

/** Open a camera: `facing` is "user" or "environment"; a device's id goes before it. */
export async function openCamera({ facing, width, height, deviceId = "" }) {
  // Browsers hide the camera from pages that did not come over https (or from this machine).
  if (!window.isSecureContext) throw new CameraProblem("insecure");
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraProblem("unsupported");
  const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: { ideal: facing } };
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { ...which, width: { ideal: width }, height: { ideal: height } },
    });
  } catch (error) {
    const kind = KINDS[error.name] ?? "busy";
    // Who closed the question is asked again; who said no for good has to find the switch.
    throw new CameraProblem(kind === "refused" && (await permission()) === "denied" ? "denied" : kind);
  }
}

export function closeCamera(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Show a stream in a video element and wait until it really shows something. */
export async function play(video, stream) {
  video.srcObject = stream;
  await video.play();
  await nextFrame(video);
}

/** Wait for the next frame of a playing video. */
export function nextFrame(video) {
  return new Promise((resolve) => {
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(() => resolve());
    else setTimeout(resolve, 40);
  });
}

/** The ids of the cameras there are; names and ids are known only after permission was given. */
export async function cameras() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter((device) => device.kind === "videoinput" && device.deviceId).map((device) => device.deviceId);
}

/** One picture of a video in full resolution, as it is: never mirrored. */
export function takePicture(video) {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
}
