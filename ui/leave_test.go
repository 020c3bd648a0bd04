package ui

import (
	"context"
	"testing"
	"time"

	"neonchat/chat"
	"neonchat/ui/page"
)

// hangs has the store never answer again, until the test ends.
func (u *user) hangs() {
	hung := make(chan struct{})
	u.t.Cleanup(func() { close(hung) })
	u.store.mu.Lock()
	defer u.store.mu.Unlock()
	u.store.hold = func(string) { <-hung }
}

// impatient has no time left once the program is left.
func impatient(d *page.Deps) {
	d.Leaving = func() context.Context {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		return ctx
	}
}

func (u *user) isLeft() {
	u.t.Helper()
	u.p.Quit()
	select {
	case <-u.ended:
	case <-time.After(patienceOfTests):
		u.t.Fatal("it is never left")
	}
}

func TestAllAnswersOfAComparisonAreLeftBehindAtOnceWhereTheStoreHangs(t *testing.T) {
	u := compares(t, 120, 30, to("why?", sonnet, mini, flash), impatient)
	for _, name := range []string{sonnet, mini, flash} {
		u.of(name).hears()
		u.of(name).says("because")
	}
	u.sees("because")
	u.hangs()
	u.isLeft()
}

func TestWhatIsToBeWrittenIsLeftBehindAtOnceWhereTheStoreHangs(t *testing.T) {
	u := sits(t, 80, 24, impatient)
	u.answers("hello", "hi")
	u.keepsOne(2)
	u.hangs()
	for range 3 {
		u.root.env.Saver.Add(func(ctx context.Context, s chat.Store) error { return s.Delete(ctx, "x") })
	}
	u.isLeft()
}
