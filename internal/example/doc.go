// Package example makes the organisations of the examples folder: their
// registers, and their systems' databases filled with people who do not exist.
//
// # What the people are made of
//
//   - Names follow the frequency of Swedish names in the public statistics.
//   - Personal identity numbers lie in the Tax Agency's test series: birth number
//     238 for women and 239 for men, for people born from 1977 to 2004. No real
//     person gets such a number. There are two for each day; who comes after the
//     last has none.
//   - Phone numbers lie in the series that the Post and Telecom Authority has set
//     aside for books and films. There are 495; most people have none, and one is
//     a switchboard that hundreds share.
//   - Mail addresses and web names are under example.com, example.org,
//     example.net and .example (RFC 2606), internet addresses in the blocks for
//     documentation (RFC 5737).
//   - Companies, streets and postcodes are made up. Organisation numbers begin
//     with 4, a group that is not given out; bank accounts have a clearing number
//     below 1000, which no bank has.
//
// The same options give the same people and rows on every engine.
package example
