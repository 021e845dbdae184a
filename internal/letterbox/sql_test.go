package letterbox

import (
	"testing"

	"github.com/varsam/varsam/internal/store/storetest"
)

func TestStatementsNameTheTenant(t *testing.T) { storetest.CheckStatements(t) }
