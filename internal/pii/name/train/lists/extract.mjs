// Makes the lists beside it from @faker-js/faker and the Swedish lists of joke2k/faker (both MIT, see LICENSES):
//   npm pack @faker-js/faker@10.6.0 && tar xzf faker-js-faker-10.6.0.tgz
//   node extract.mjs package/dist/index.js first_names_common.csv last_names.csv
import fs from "fs";
import { pathToFileURL } from "url";

const [library, given, family] = process.argv.slice(2);
const { allLocales } = await import(pathToFileURL(library));
const nordic = ["sv", "fi", "nb_NO", "da"];
const placesOf = [...nordic, "en", "de", "fr", "es", "it", "nl", "pl"];
const joking = ["en_AU_ocker", "en_BORK", "eo"];

// Only words in Latin letters; names of several words are several names.
const word = /^[A-ZÀ-ÖØ-ÞĀ-ɏḀ-ỿ][A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ'-]+$/;
const flat = (v) => !v ? [] : Array.isArray(v) ? v.map((x) => (typeof x === "string" ? x : x?.value ?? "")) : Object.values(v).flatMap(flat);
const words = (v) => flat(v).flatMap((x) => x.normalize("NFC").replaceAll("’", "'").split(" ")).filter((x) => word.test(x));
const column = (file) => fs.readFileSync(file, "utf8").split("\n").slice(1).map((l) => l.split(",")[0]);

const lists = { given: new Set(), family: new Set(), place: new Set(), "given-nordic": new Set(), "family-nordic": new Set() };
const add = (list, more) => more.forEach((x) => lists[list].add(x));
for (const [name, locale] of Object.entries(allLocales)) {
  if (joking.includes(name)) continue;
  const { person = {}, location = {} } = locale;
  const home = nordic.includes(name) ? "-nordic" : "";
  add("given" + home, words(person.first_name));
  add("family" + home, words(person.last_name));
  if (placesOf.includes(name)) add("place", words([location.city_name, location.country, location.state, location.county].flatMap(flat)));
}
add("given-nordic", words(column(given)));
add("family-nordic", words(column(family)));
for (const [name, list] of Object.entries(lists)) fs.writeFileSync(name + ".txt", [...list].sort().join("\n") + "\n");
