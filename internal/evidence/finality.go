package evidence

import (
	"strings"

	"github.com/varsam/varsam"
)

// FinalityName is a finality as a name: "in backups until" is "in-backups-until".
func FinalityName(f varsam.Finality) Name {
	return NameOf(strings.ReplaceAll(string(f), " ", "-"))
}
