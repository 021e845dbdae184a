package cli

import (
	"cmp"
	"os"
	"strings"

	"github.com/varsam/varsam"
)

// usageWords are the beginnings of what the parser says of wrong use, in Swedish.
var usageWords = [][2]string{
	{"unknown flag ", "okänd flagga "},
	{"unexpected argument ", "oväntat argument "},
	{"unexpected flag argument ", "flaggan tar inget värde: "},
	{"missing flags: ", "flaggor saknas: "},
	{"missing positional arguments ", "argument saknas: "},
	{"expected one of ", "här behövs ett av "},
	{"expected ", "här behövs "},
}

// usageFault is what was wrong with how a command was written, in the language that
// was asked for: parsing has failed, so that stands in the arguments alone.
func usageFault(err error, args []string) string {
	says := err.Error()
	if lang, err := varsam.ParseLang(languageOf(args)); err != nil || lang == varsam.English {
		return says
	}
	for _, w := range usageWords {
		if rest, ok := strings.CutPrefix(says, w[0]); ok {
			says = w[1] + rest
			break
		}
	}
	if i := strings.LastIndex(says, ", did you mean "); i >= 0 {
		says = says[:i] + ". Menade du " + strings.Replace(says[i+len(", did you mean "):], "one of ", "någon av ", 1)
	}
	return says
}

// languageOf is the language of --lang, of the environment, or the usual one.
func languageOf(args []string) string {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--lang="); ok {
			return value
		}
		if arg == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return cmp.Or(os.Getenv("VARSAM_LANG"), string(varsam.Swedish))
}
