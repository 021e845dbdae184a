package api_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/store/storetest"
)

// Whoever asks how we are is told, without a token, in one word.
func TestHealth(t *testing.T) {
	t.Parallel()
	st := storetest.SQLite(t)
	health := (&api.API{Store: st, Tenant: storetest.Tenant}).Health()
	says := func(status int, want string) {
		t.Helper()
		w := httptest.NewRecorder()
		health.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/healthz", nil))
		if w.Code != status || w.Body.String() != want {
			t.Errorf("health is %d %s", w.Code, w.Body)
		}
	}
	says(http.StatusOK, "{\"status\":\"ok\"}\n")
	st.Close()
	says(http.StatusServiceUnavailable, "{\"status\":\"unavailable\"}\n")
}
