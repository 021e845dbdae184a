// Package locale says things in the three term sets: Swedish for Sweden (sv),
// Swedish for Finland (sv-FI) and English (en). Every room hands over codes; the
// sentences lie here, one JSON catalogue a term set. sv-FI holds only what
// differs from sv.
//
// # Catalogues
//
// A catalogue maps keys to sentences. A sentence that depends on a number is an
// object with the forms "one" and "other". Slots are numbered from zero; a slot
// may name what its argument is, so that a register name or a rule id is shown
// in words:
//
//	{0}           the argument as it is
//	{0:date}      2033-12-31 → 31 december 2033
//	{0:law}       SE-BFL → bokföringslagen 7 kap. 2 §
//	{0:activity}  a name of the register, by its title; also system, party, collection
//	{0:parties}   this and all arguments after it, by their titles
//	{0:use}       direct-marketing → direktmarknadsföring
//	{0:category}  contact.email → e-postadress
//	{0:right}     erasure → radering
//	{0:type}      national-id → personnummer
//	{0:ground}    a rule id by its paragraph, or an activity by its title
//	[ ({1})]      falls away, with what is around it, when the argument is empty
//
// A key that does not exist is shown as ⟦key⟧ with its arguments: visible, never
// a panic, and never silence.
//
// # Reasons
//
// A reason code has its sentence under "reason." and the code. A test holds the
// constants of every reasons.go against the catalogues, both ways.
//
// # Faults
//
// What went wrong, and what is wrong in a file, is kept by rooms as an English
// format with arguments ([varsam.Errorf], [Says]) and translated by that format:
// faults/duty.sv.json. So is what commands print (faults/commands.sv.json). Slots are as above; one that names a family of keys, such as
// {0:web.state.}, shows the sentence that the argument has there. A brace that
// begins no slot stays.
package locale
