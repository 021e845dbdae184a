// Package cli is the command line: one file a command, text and JSON side by
// side, and all wiring in [open]. It holds no rule of its own.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"

	"github.com/varsam/varsam"
)

// Options are the flags of every command.
type Options struct {
	Data         string   `help:"Folder with our own store and, beside it, the keys." default:"varsam-data" env:"VARSAM_DATA" placeholder:"DIR"`
	Store        string   `help:"postgres:// address of our own store, instead of SQLite in the data folder." env:"VARSAM_STORE" secret:"true" placeholder:"DSN"`
	Master       string   `help:"Master key: file:PATH or env:NAME. The default makes a file beside the data folder." env:"VARSAM_MASTER" placeholder:"REF"`
	Tenant       string   `help:"Organisation in an installation with several." default:"main" env:"VARSAM_TENANT"`
	Lang         string   `help:"Language: sv, sv-FI or en." default:"sv" env:"VARSAM_LANG"`
	SMTP         string   `help:"Mail server: smtp://USER@HOST:587 or smtps://USER@HOST:465. Without one, letters wait to be printed." env:"VARSAM_SMTP" placeholder:"URL"`
	SMTPPassword string   `help:"Where the mail server's password lies: env:NAME or file:PATH." env:"VARSAM_SMTP_PASSWORD" placeholder:"REF"`
	MailFrom     string   `help:"Address that letters come from." env:"VARSAM_MAIL_FROM" placeholder:"ADDRESS"`
	OCR          string   `help:"Program that reads the text in pictures, with its arguments: tesseract stdin stdout -l swe+eng. Without one they are listed as not read." env:"VARSAM_OCR" placeholder:"PROGRAM"`
	Webhooks     []string `name:"webhook-networks" help:"Inner networks that webhooks may reach: 10.0.0.0/8. Without them none of this machine's or of a private network." env:"VARSAM_WEBHOOK_NETWORKS" placeholder:"NETWORK"`
	JSON         bool     `help:"Print JSON." env:"VARSAM_JSON"`
	Config       string   `help:"JSON file with defaults for flags." env:"VARSAM_CONFIG" placeholder:"FILE"`
}

// commands is everything varsam can do, in the order of the help.
type commands struct {
	Options

	Demo      demoCommand      `cmd:"" help:"Show the main job on made-up data: a request from arrival to verified proof."`
	Example   exampleCommand   `cmd:"" help:"Make a made-up organisation with register, systems and people."`
	Check     checkCommand     `cmd:"" help:"Check a register, and with --live the systems it names."`
	Discover  discoverCommand  `cmd:"" help:"Look in the systems for personal data that the register does not name."`
	Grants    grantsCommand    `cmd:"" help:"Print the least rights that a database's administrator can grant for a system."`
	Init      initCommand      `cmd:"" help:"Read a system's structure and write a draft of its register entry."`
	Library   libraryCommand   `cmd:"" help:"Ordinary activities to take over as drafts."`
	Schema    schemaCommand    `cmd:"" help:"Print the register's JSON Schema."`
	Register  registerCommand  `cmd:"" help:"Versions of the register in the store."`
	Promises  promisesCommand  `cmd:"" help:"Whether the organisation's statements are kept, with the proof."`
	Lint      lintCommand      `cmd:"" help:"Read a published privacy notice and hold it against the law and the register."`
	Find      findCommand      `cmd:"" help:"Find a person and show what would happen to each record."`
	Scan      scanCommand      `cmd:"" help:"Find personal data in a file or pipe, or take it out."`
	Request   requestCommand   `cmd:"" help:"People's requests and controllers' instructions, from arrival to answer."`
	Cull      cullCommand      `cmd:"" help:"What has run out goes: plan, approve and carry out culling by time."`
	Inbox     inboxCommand     `cmd:"" help:"The staff's monthly routine with their mailboxes."`
	Hold      holdCommand      `cmd:"" help:"Holds: what must not be culled for now."`
	Watch     watchCommand     `cmd:"" name:"suppression" help:"Whose return is watched for after an erasure: list, forget, look now."`
	Task      taskCommand      `cmd:"" help:"Steps that people do: list and answer them."`
	Mail      mailCommand      `cmd:"" help:"Letters to people: what waits, what was refused, and whether receivers will believe the sender."`
	Evidence  evidenceCommand  `cmd:"" help:"Export a proof, verify one, print the log's public key."`
	Token     tokenCommand     `cmd:"" help:"Tokens by which programs use the interface: make, list, revoke."`
	Publish   publishCommand   `cmd:"" help:"What the organisation publishes, made from its register: notice, record, sub-processors and the rest, in versions."`
	Law       lawCommand       `cmd:"" help:"Deadlines and retention rules."`
	Anonymise anonymiseCommand `cmd:"" help:"Make a table anonymous: the best levels of its hierarchies, and the risk before and after."`
	Sweep     sweepCommand     `cmd:"" help:"Do what is due: check again, destroy keys."`
	Serve     serveCommand     `cmd:"" help:"Do by itself what the clock says and what is enqueued, until stopped."`
	Work      workCommand      `cmd:"" help:"Work done by itself: a further worker, what is next, what does not get on."`
	Backup    backupCommand    `cmd:"" help:"Copy the store and, apart from it, its keys, while varsam serve goes on."`
	Restore   restoreCommand   `cmd:"" help:"Put a backup in place, and end what must not come back with it."`
	Migrate   migrateCommand   `cmd:"" help:"Bring the store's schema up to date."`
	Conf      configCommand    `cmd:"" name:"config" help:"Show the options in force."`
	Version   versionCommand   `cmd:"" help:"Print the version."`

	dutyCommands

	ReadDocuments readDocumentsCommand `cmd:"" name:"read-documents" hidden:"" help:"Read documents for another process."`
}

// session is what a command runs with.
type session struct {
	Options
	ctx    context.Context
	in     io.Reader
	out    io.Writer
	err    io.Writer
	parser *kong.Context
}

// Main runs one command and returns its exit code.
func Main(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	var c commands
	exit := -1
	file, err := readConfig(args)
	lang := languageOf(args, file)
	if err != nil {
		fmt.Fprintf(errs, "varsam: %s\n", usageFault(err, lang))
		return exitUsage
	}
	parser, err := kong.New(&c,
		kong.Name("varsam"),
		kong.Description(description),
		kong.Writers(out, errs),
		kong.Exit(func(code int) { exit = code }),
		kong.UsageOnError(),
		scanDefaults,
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		helpIn(lang),
		kong.Resolvers(file),
	)
	if err != nil {
		fmt.Fprintln(errs, err)
		return exitInternal
	}
	parsed, err := parser.Parse(args)
	if exit >= 0 { // help was asked for
		return exit
	}
	if err != nil {
		fmt.Fprintf(errs, "varsam: %s\n", usageFault(err, lang))
		return exitUsage
	}
	to := &printed{w: out}
	s := &session{Options: c.Options, ctx: ctx, in: in, out: to, err: errs, parser: parsed}
	return s.exit(to.fault(parsed.Run(s)))
}

const description = `Varsam ("with care") makes an organisation's promises about personal data true: it finds
people in the systems a register names, decides by law what must happen to every record, does it, checks it and proves it.

Exit codes: 0 done; 1 the answer is no (a proof that fails, a check with errors, work that is not finished); 2 wrong use
or wrong input; 3 no such thing; 4 changed meanwhile or not possible now; 5 not allowed or not approved; 6 a system does
not answer or has no room left; 7 an outcome is unknown; 70 a fault of ours.`

// The exit codes, as every command's help says.
const (
	exitNo       = 1
	exitUsage    = 2
	exitInternal = 70
)

var exitCodes = map[varsam.Code]int{
	varsam.Invalid: exitUsage, varsam.Unsupported: exitUsage, varsam.NotFound: 3, varsam.Conflict: 4, varsam.Changed: 4,
	varsam.Denied: 5, varsam.Unavailable: 6, varsam.Full: 6, varsam.Unknown: 7, varsam.Corrupt: exitNo, varsam.Internal: exitInternal,
}

// errNo ends a command with exit code 1 after it has said why itself.
var errNo = errors.New("no")

func (s *session) exit(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errNo):
		return exitNo
	}
	fmt.Fprintf(s.err, "varsam: %s\n", s.fault(err))
	return exitCodes[varsam.CodeOf(err)]
}

// fault says an error in the language of what was printed; beside JSON it is
// English, which programs know.
func (s *session) fault(err error) string { return s.words().Fault(err) }
