// node run.mjs MODEL.onnx D < rows > answers: runs an ONNX model with ONNX Runtime. Rows are D
// little-endian doubles each; an answer is the label, the name and the probabilities, a JSON
// array per line.
import { readFileSync } from 'node:fs';
import ort from 'onnxruntime-node';

const [model, D] = [process.argv[2], Number(process.argv[3])];
const bytes = readFileSync(0);
const data = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 });
const rows = data.length / D;
const { label, name, probabilities } = await session.run({ features: new ort.Tensor('float64', data, [rows, D]) });
const K = probabilities.dims[1];
for (let i = 0; i < rows; i++) {
  console.log(JSON.stringify([Number(label.data[i]), name.data[i], Array.from(probabilities.data.slice(i * K, (i + 1) * K))]));
}
