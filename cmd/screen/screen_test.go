package screen

import (
	"strings"
	"testing"

	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/config"
)

func TestNotificationsCanBeTurnedOff(t *testing.T) {
	off := false
	for _, c := range []struct {
		set  *bool
		want bool
	}{{nil, true}, {&off, false}} {
		p := program.New()
		p.Getenv, p.Settings = func(string) string { return "" }, config.Settings{Notify: c.set}
		s := &options{p, backend.NewModels(p), backend.NewHistory(p)}
		defer p.Close()
		if d, err := s.deps(nil, &config.NotFoundError{}); err != nil || d.Notify != c.want {
			t.Errorf("notifications are %v, want %v: %v", d.Notify, c.want, err)
		}
	}
}

// Somebody who switched tools on is told that the screen offers none.
func TestTheScreenSaysThatItOffersNoTools(t *testing.T) {
	found := []string{"the token is old"}
	if got := notices(found, nil); len(got) != 1 {
		t.Errorf("without tools it says %q", got)
	}
	got := notices(found, []string{"sql"})
	if len(got) != 2 || got[0] != found[0] || !strings.Contains(got[1], "--plain") {
		t.Errorf("with tools it says %q", got)
	}
}
