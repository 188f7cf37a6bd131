/** Twice as many points as on the page: sharp on paper and on dense screens. */
const SCALE = 2;
const PAD = 20;
const LINE = 18;

interface Words {
  readonly title: string;
  readonly sentence: string;
  readonly caption: string;
  readonly fileName: string;
}

/** Hands a text to the person as a file; a sheet reads the umlauts by the mark at its head. */
export function saveText(text: string, fileName: string): void {
  saveBlob(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }), fileName);
}

/** Hands a value to the person as a file of JSON. */
export function saveJson(value: unknown, fileName: string): void {
  const text = JSON.stringify(value, null, 2);
  saveBlob(new Blob([text], { type: 'application/json' }), `${fileName}.json`);
}

/** Hands a chart to the person as a PNG, with its title, sentence and caption on it. */
export async function savePicture(svg: SVGSVGElement, words: Words): Promise<void> {
  const canvas = await draw(svg, words);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('The browser made no picture.');
  saveBlob(blob, `${words.fileName}.png`);
}

async function draw(svg: SVGSVGElement, words: Words): Promise<HTMLCanvasElement> {
  const { width, height } = svg.viewBox.baseVal;
  const picture = await pictureOf(svg);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser draws no pictures.');
  const font = (size: number, weight: number) => `${weight} ${size}px 'Inter Variable', sans-serif`;
  context.font = font(13, 400);
  const sentence = wrapped(context, words.sentence, width);
  context.font = font(11, 400);
  const caption = wrapped(context, words.caption, width);
  const head = PAD + 26 + sentence.length * LINE + 8;
  canvas.width = (width + 2 * PAD) * SCALE;
  canvas.height = (head + height + caption.length * LINE + 8 + PAD) * SCALE;
  context.scale(SCALE, SCALE);
  const ground = svg.querySelector('rect')?.getAttribute('fill') ?? '#fff';
  const ink = svg.getAttribute('fill') ?? '#000';
  context.fillStyle = ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = ink;
  const write = (lines: readonly string[], y: number, size: number, weight: number) => {
    context.font = font(size, weight);
    lines.forEach((line, index) => context.fillText(line, PAD, y + index * LINE));
  };
  write([words.title], PAD + 14, 16, 620);
  write(sentence, PAD + 38, 13, 400);
  context.drawImage(picture, PAD, head, width, height);
  write(caption, head + height + 18, 11, 400);
  return canvas;
}

/** The SVG holds its own colours and sizes, so that it needs no style of the page. */
async function pictureOf(svg: SVGSVGElement): Promise<HTMLImageElement> {
  const text = new XMLSerializer().serializeToString(svg);
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml;charset=utf-8' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function wrapped(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && context.measureText(longer).width <= width) {
      lines[lines.length - 1] = longer;
    } else lines.push(word);
  }
  return lines;
}

function saveBlob(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken the address by then; no event says when.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
