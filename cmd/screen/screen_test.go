package screen

import (
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
