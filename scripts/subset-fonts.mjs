// Cuts the fonts of the public face to the letters that Vietnamese and English pages need: node scripts/subset-fonts.mjs TARGET
// Small capitals, old figures and fractions go; what places marks and kerns stays. The sans face comes twice: for phones
// without its hints, half of each file, which only Windows reads.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import subsetFont from "subset-font";

const target = process.argv[2];
const from = (name) => new URL(`../node_modules/@expo-google-fonts/${name}`, import.meta.url);
const vowels = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";
const ascii = Array.from({ length: 95 }, (_, code) => String.fromCharCode(32 + code)).join("");
const marks = "\u0300\u0301\u0302\u0303\u0306\u0309\u031B\u0323"; // texts of the sources are not all composed
const signs = "\u00A0–—‘’“”…•«»·×§°₫€²³½¼¾±©®™−≤≥′″\u2010\u2011Ð";
const names = "äöüÄÖÜßçÇñÑåÅøØæÆëïîû"; // of people and places elsewhere
const text = ascii + vowels + vowels.toUpperCase() + marks + signs + names;

const faces = [
  ["be-vietnam-pro-400", "be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf"],
  ["be-vietnam-pro-600", "be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf"],
  ["source-serif-4-400", "source-serif-4/400Regular/SourceSerif4_400Regular.ttf"],
  ["source-serif-4-600", "source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf"],
];

await mkdir(target, { recursive: true });
for (const [name, path] of faces) {
  const whole = await readFile(from(path));
  for (const noHinting of name.startsWith("be-") ? [true, false] : [true]) {
    const options = { targetFormat: "woff2", keepFeatures: ["ccmp", "kern", "locl", "mark", "mkmk"], noHinting };
    const font = await subsetFont(whole, text, options);
    await writeFile(`${target}/${name}${noHinting ? "" : "-hinted"}.woff2`, font);
  }
}
