// Package document makes what an organisation publishes out of its register: the
// privacy notice, the record of processing, the list of sub-processors and the
// rest. It is pure: no clock, no I/O, no randomness; the same register gives the
// same document.
//
// # What a document is
//
// A [Document] is sections of blocks. A [Block] is the smallest thing that is
// said: a paragraph, an item of a list, a labelled fact, a row of a table. Each
// has an id that stays the same while what it is about does, names the paths of
// the register that it was made from, and the duties of the law that it fulfils.
// So two versions can be compared block by block, a changed register changes
// exactly the blocks that name what changed, and what is missing is found by
// looking for a duty that no block fulfils.
//
// How a document looks is no matter of this room: internal/publish/page writes
// HTML, PDF and Markdown of it.
//
// # Duties
//
// [Gaps] holds a document against the table in duties.go. A document with a gap
// is never published: what is missing stands in the register, or was taken away
// by a template.
//
// # Languages
//
// Swedish, Finland's Swedish, English and Finnish. A text that has no words in
// the language falls back to another one; its block names that language, and
// the document counts them.
package document
