// Typesets formulas: a list of {tex, display} from standard input, a list of {mathml} or
// {error} to standard output.
//
// Pages have no styles of their own, since the server's policy forbids them, so each style that
// Temml gives becomes a class, which docs/internal/site/style.css has.
import temml from "temml";

const classes = {
  "display:block math;": "",
  "math-depth:0;": "tml-depth-0",
  "padding-left:0em;padding-right:0em;": "tml-pad-0",
  "level:0;color:undefined;font:;font-family:;font-size:1;font-weight:;font-shape:;max-size:Infinity,Infinity;padding-left:0em;padding-right:0em;": "tml-pad-0",
  "padding-left:1em;padding-right:0em;": "tml-pad-1em",
  "padding-left:5.9776pt;padding-right:0em;": "tml-pad-left",
  "padding-left:0em;padding-right:5.9776pt;": "tml-pad-right",
  "padding-left:5.9776pt;padding-right:5.9776pt;": "tml-pad-both",
};

const restyle = (tag) => {
  const style = / style="([^"]*)"/.exec(tag);
  if (!style) return tag;
  const name = classes[style[1]];
  if (name === undefined) throw new Error(`no class for the style ${style[1]}: add one to typeset.mjs and style.css`);
  const rest = tag.replace(style[0], "");
  if (!name) return rest;
  return / class="/.test(rest) ? rest.replace(/ class="([^"]*)"/, ` class="$1 ${name}"`) : rest.replace(/>$/, ` class="${name}">`);
};

const typeset = ({ tex, display }) => {
  try {
    const mathml = temml.renderToString(tex, { displayMode: display, throwOnError: true });
    return { mathml: mathml.replace(/<[a-z]+[^>]*>/g, restyle) };
  } catch (error) {
    return { error: error.message.replace(/\s+/g, " ") };
  }
};

let text = "";
for await (const chunk of process.stdin) text += chunk;
process.stdout.write(JSON.stringify(JSON.parse(text).map(typeset)));
