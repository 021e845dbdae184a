package account

import "testing"

// The vectors of RFC 4226, appendix D, and RFC 6238, appendix B (eight digits there,
// the last six here).
func TestCodesOfTheRFCs(t *testing.T) {
	t.Parallel()
	secret := []byte("12345678901234567890")
	for step, want := range []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"} {
		if got := codeAt(secret, int64(step)); got != want {
			t.Errorf("code %d is %s, want %s", step, got, want)
		}
	}
	for second, want := range map[int64]string{59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"} {
		if got := codeAt(secret, second/codeStep); got != want {
			t.Errorf("the code of second %d is %s, want %s", second, got, want)
		}
	}
}
