// Typesets formulas: a list of {tex, display} from standard input, a list of {mathml} or
// {error} to standard output.
import temml from "temml";

let text = "";
for await (const chunk of process.stdin) text += chunk;

const typeset = ({ tex, display }) => {
  try {
    return { mathml: temml.renderToString(tex, { displayMode: display, throwOnError: true }) };
  } catch (error) {
    return { error: error.message };
  }
};
process.stdout.write(JSON.stringify(JSON.parse(text).map(typeset)));
