package law

import "github.com/varsam/varsam"

// MailCondition is one thing that must be so before an employer in Finland may
// bring forth and open messages in an employee's own mailbox without the employee
// (lagen om integritetsskydd i arbetslivet 759/2004).
type MailCondition struct {
	Name      string // under which its fulfilment is written down
	Paragraph string
	Says      varsam.Words
	Lasting   bool // asked for also when the employee has died or is away for good (19 § 2 mom.)
}

// MailConditions are all of them, in the law's order. An employee's own consent
// needs none.
var MailConditions = []MailCondition{
	{"arranged", "18 §", words(
		"arbetsgivaren har erbjudit automatiskt svar, vidarebefordran eller att en annan tar emot meddelandena",
		"the employer has offered an automatic reply, forwarding, or that somebody else receives the messages",
	), true},
	{"own-tasks", "19 §", words(
		"arbetstagaren sköter uppgifter självständigt för arbetsgivaren, och ingen annan uppföljning visar ärendena",
		"the employee does work independently for the employer, and nothing else keeps track of the matters",
	), true},
	{"business", "19 §", words(
		"det är uppenbart av uppgifterna och pågående ärenden att meddelanden som hör till arbetsgivaren har kommit eller sänts",
		"it is evident from the tasks and pending matters that messages belonging to the employer have come or been sent",
	), true},
	{"prevented", "19 §", words(
		"arbetstagaren är förhindrad, och meddelandena fås inte genom de åtgärder som avses i 18 §",
		"the employee is prevented, and the messages cannot be had by the measures of section 18",
	), false},
	{"urgent", "19 §", words(
		"samtycke fås inte inom skälig tid, och utredningen av ärendet tål inget dröjsmål",
		"consent cannot be had within a reasonable time, and the matter brooks no delay",
	), false},
	{"belongs", "20 §", words(
		"det är uppenbart av avsändare, mottagare eller ämne att meddelandet hör till arbetsgivaren, som nödvändigt behöver innehållet för att slutföra förhandlingar, betjäna kunder eller trygga verksamheten",
		"it is evident from sender, recipient or subject that the message belongs to the employer, who necessarily needs its content to conclude negotiations, serve customers or safeguard operations",
	), true},
	{"unreachable", "20 §", words(
		"avsändaren och mottagaren nås inte för att få fram innehållet eller sända det till en annan adress",
		"sender and recipient cannot be reached to tell the content or send it to another address",
	), true},
}

func words(sv, en string) varsam.Words { return varsam.Words{SV: sv, EN: en} }

// MailRefused is the first condition for opening a mailbox in Finland that
// nothing was written down for. Gone says that the employee has died or is away for
// good.
func MailRefused(stated map[string]string, gone bool) (MailCondition, bool) {
	for _, c := range MailConditions {
		if stated[c.Name] == "" && (c.Lasting || !gone) {
			return c, true
		}
	}
	return MailCondition{}, false
}
