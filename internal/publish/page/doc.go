// Package page writes a document as HTML, PDF, Markdown and JSON. All forms say
// the same, because all are written from the same blocks; the same document gives
// the same bytes.
//
// HTML is a page that stands alone, without script or a request to anywhere; its
// body fits into a page of ours as well. PDF has title, language and bookmarks,
// but no tags: the HTML is the accessible form. What comes from a register is
// escaped in each form.
package page
