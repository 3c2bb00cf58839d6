// Times ONNX Runtime for the Go program beside this file, whose protocol is that of peers.py. The
// case is a product of two square matrices in float32: a model computes X·B·B·…, eight products, so
// that the call from JavaScript, some tens of microseconds, is shared by them. B is an input, so that
// nothing can be packed beforehand.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const CHAIN = 8;
let ort;
try {
  ort = createRequire(process.cwd() + '/')('onnxruntime-node');
  console.log('version', createRequire(process.cwd() + '/')('onnxruntime-node/package.json').version);
  console.log('ready');
} catch (e) {
  console.log('missing', String(e.message).split('\n')[0]);
  process.exit(0);
}

// A field of a protocol buffer: a varint, or bytes with their length.
function varint(n) { return n < 128 ? [n] : [n % 128 + 128, ...varint(Math.floor(n / 128))]; }
function field(number, value) {
  if (typeof value === 'number') return [number * 8, ...varint(value)];
  const bytes = typeof value === 'string' ? [...Buffer.from(value)] : value;
  return [number * 8 + 2, ...varint(bytes.length), ...bytes];
}

// A model in ONNX's format of so many products of n×n matrices, each with B.
function model(n, products) {
  const dim = field(1, field(1, n));
  const value = (name) => [...field(1, name), ...field(2, field(1, [...field(1, 1), ...field(2, [...dim, ...dim])]))];
  const graph = [];
  for (let i = 1; i <= products; i++) graph.push(...field(1, [...field(1, 'X' + (i - 1)), ...field(1, 'B'), ...field(2, 'X' + i), ...field(4, 'MatMul')]));
  graph.push(...field(2, 'g'), ...field(11, value('X0')), ...field(11, value('B')), ...field(12, value('X' + products)));
  return Uint8Array.from([...field(1, 8), ...field(7, graph), ...field(8, field(2, 13))]);
}

// The same numbers as those of data_test.go.
function numbers(seed, n, scale) {
  return Float32Array.from({ length: n }, (_, i) => {
    let h = (Math.imul(seed, 0x9E3779B9) + i) >>> 0;
    h = Math.imul(h ^ h >>> 16, 0x85EBCA6B) >>> 0;
    h = Math.imul(h ^ h >>> 13, 0xC2B2AE35) >>> 0;
    return (((h ^ h >>> 16) >>> 0) / 2 ** 31 - 1) * scale;
  });
}

async function build(name) {
  const n = Number(/\/n=(\d+)\//.exec(name)[1]);
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
  const [one, many] = [await ort.InferenceSession.create(model(n, 1), options), await ort.InferenceSession.create(model(n, CHAIN), options)];
  const feeds = { X0: new ort.Tensor('float32', numbers(1, n * n, 1), [n, n]), B: new ort.Tensor('float32', numbers(2, n * n, Math.sqrt(3 / n)), [n, n]) };
  const out = new ort.Tensor('float32', new Float32Array(n * n), [n, n]);
  return { one, many, feeds, out };
}

async function check({ one, feeds }) {
  const sums = [0, 0, 0];
  (await one.run(feeds)).X1.data.forEach((y, i) => {
    sums[0] += y;
    sums[1] += Math.abs(y);
    sums[2] += y * (i % 31 + 1) / 31;
  });
  return sums.join(' ');
}

// The nanoseconds of n products, rounded up to whole models and down again.
async function run({ many, feeds, out }, n) {
  const models = Math.ceil(n / CHAIN);
  await many.run(feeds, { ['X' + CHAIN]: out });
  const start = process.hrtime.bigint();
  for (let i = 0; i < models; i++) await many.run(feeds, { ['X' + CHAIN]: out });
  return Math.round(Number(process.hrtime.bigint() - start) * n / (models * CHAIN));
}

const built = {};
for await (const line of createInterface({ input: process.stdin })) {
  const [what, name, n] = line.split(' ');
  if (what === 'quit') break;
  try {
    if (!built[name]) {
      for (const old of Object.keys(built)) delete built[old];
      built[name] = await build(name);
    }
    console.log(what === 'check' ? await check(built[name]) : await run(built[name], Number(n)));
  } catch (e) {
    console.log('error', String(e.message ?? e).replace(/\s+/g, ' '));
  }
}
process.exit(0);
