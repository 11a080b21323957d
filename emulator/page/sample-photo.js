/** A picture to send when none is at hand: drawn here, so that the page needs no outside file. */

const [WIDTH, HEIGHT] = [480, 360];
/** Left edge, top, width of each house. */
const HOUSES = [
  [30, 130, 150],
  [290, 95, 160],
];
const WINDOW = { width: 20, height: 24, stepX: 36, stepY: 42 };

let taken = 0;

/** @returns {Promise<File>} an old house with a lift shaft beside it */
export async function samplePhoto() {
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  drawSky(pen);
  for (const [left, top, width] of HOUSES) drawHouse(pen, left ?? 0, top ?? 0, width ?? 0);
  drawLift(pen);
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.85));
  taken += 1;
  return new File([/** @type {Blob} */ (blob)], `现场照片${taken}.jpg`, { type: 'image/jpeg' });
}

/** @param {CanvasRenderingContext2D} pen */
function drawSky(pen) {
  const sky = pen.createLinearGradient(0, 0, 0, HEIGHT);
  sky.addColorStop(0, '#a9cdec');
  sky.addColorStop(1, '#e9f1f4');
  pen.fillStyle = sky;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = '#8fae86';
  pen.fillRect(0, HEIGHT - 40, WIDTH, 40);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} left
 * @param {number} top
 * @param {number} width
 */
function drawHouse(pen, left, top, width) {
  const bottom = HEIGHT - 34;
  pen.fillStyle = '#d9c7ad';
  pen.fillRect(left, top, width, bottom - top);
  pen.fillStyle = '#a9795c';
  pen.fillRect(left - 6, top - 10, width + 12, 12);
  pen.fillStyle = '#6d8196';
  for (let y = top + 18; y < bottom - WINDOW.height; y += WINDOW.stepY)
    for (let x = left + 14; x + WINDOW.width < left + width; x += WINDOW.stepX)
      pen.fillRect(x, y, WINDOW.width, WINDOW.height);
}

/** @param {CanvasRenderingContext2D} pen */
function drawLift(pen) {
  pen.fillStyle = '#c3d8e2';
  pen.fillRect(182, 116, 52, HEIGHT - 150);
  pen.strokeStyle = '#5c7687';
  pen.lineWidth = 3;
  pen.strokeRect(182, 116, 52, HEIGHT - 150);
  for (let y = 158; y < HEIGHT - 40; y += 42) pen.strokeRect(182, y, 52, 1);
  pen.fillStyle = '#3f5b6e';
  pen.fillRect(192, 246, 32, 38);
}
