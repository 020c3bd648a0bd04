package ui

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/sessions"
)

// A sayer answers at once, each time something else, and not always to the end.
type sayer struct {
	mu       sync.Mutex
	r        *rand.Rand
	said     int
	requests []chat.Request
}

func (s *sayer) Stream(ctx context.Context, r chat.Request) iter.Seq2[chat.Event, error] {
	s.mu.Lock()
	s.said++
	n, luck := s.said, s.r.IntN(10)
	s.requests = append(s.requests, r)
	s.mu.Unlock()
	return func(yield func(chat.Event, error) bool) {
		if luck == 0 {
			yield(nil, errors.New("too many requests (HTTP 429)"))
			return
		}
		text := fmt.Sprintf("answer %d", n)
		if goesOn := r.Messages[len(r.Messages)-1].Text(); strings.HasPrefix(goesOn, "Your answer was cut off") {
			text = ", and the rest"
		}
		if !yield(chat.TextDelta{Text: text}, nil) {
			return
		}
		if luck <= 3 {
			yield(nil, errors.New("the line broke"))
			return
		}
		yield(chat.Stopped{Stop: chat.Stop{Reason: chat.StopEnd}}, nil)
	}
}

// last is what the model was asked last, by the names of the messages.
func (s *sayer) last() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for _, m := range s.requests[len(s.requests)-1].Messages {
		names = append(names, nameOf(m))
	}
	return names
}

var named = regexp.MustCompile(`question \d+|answer \d+|` + failure)

// failure stands on the screen where an answer of which nothing came would.
const failure = "✗ too many"

// nameOf tells a message from others, as the screen does too.
func nameOf(m chat.Message) string {
	switch {
	case m.Role == chat.Assistant && len(m.Parts) == 0:
		return failure
	case strings.HasPrefix(m.Text(), "Your answer was cut off"):
		return "go on"
	}
	return named.FindString(m.Text())
}

// Whatever is edited, forked, flipped and answered anew: what the model gets is
// the way that the screen shows, and the store has it all.
func TestTheModelGetsWhatTheScreenShows(t *testing.T) {
	for seed := range uint64(6) {
		w := newWanderer(t, seed)
		for range 120 {
			w.step()
		}
		w.looksBack()
	}
}

// A wanderer goes about in the trees of its sessions.
type wanderer struct {
	*mess
	say   *sayer
	asked int
}

func newWanderer(t *testing.T, seed uint64) *wanderer {
	r := rand.New(rand.NewPCG(seed, 11))
	w := &wanderer{say: &sayer{r: rand.New(rand.NewPCG(seed, 13))}}
	w.mess = newMess(t, r, func(d *page.Deps) { d.Streamer = w.say })
	w.takes(tea.WindowSizeMsg{Width: 100, Height: 1500}) // all of it is to be seen
	return w
}

func (w *wanderer) press(keys ...tea.KeyPressMsg) {
	for _, k := range keys {
		w.takes(k)
	}
}

func (w *wanderer) write(text string) {
	for _, r := range text {
		w.press(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func letter(r rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: r, Text: string(r)} }

var (
	enter = tea.KeyPressMsg{Code: tea.KeyEnter}
	esc   = tea.KeyPressMsg{Code: tea.KeyEscape}
)

// settles waits until nothing is under way on the page.
func (w *wanderer) settles() {
	for c := w.root.chat; c.Busy() || c.Opening; {
		w.takes(<-w.come)
	}
	for {
		select {
		case msg := <-w.come:
			w.takes(msg)
		default:
			return
		}
	}
}

// shown is the way that the screen shows, by the names of the messages.
func (w *wanderer) shown() []string {
	var names []string
	for line := range strings.SplitSeq(ansi.Strip(w.root.View().Content), "\n") {
		if strings.Contains(line, " ──") {
			break // what follows is no message
		}
		name := named.FindString(line)
		if name == "" || name == failure && strings.HasPrefix(names[len(names)-1], "answer") {
			continue // an answer that had begun failed
		}
		names = append(names, name)
	}
	return names
}

func (w *wanderer) step() {
	c, r := w.root.chat, w.r
	before := w.say.said
	walk := func() {
		w.writes()
		w.press(tea.KeyPressMsg{Code: tea.KeyTab})
		c.Transcript.Choose(r.IntN(len(c.Transcript.Entries)))
	}
	action := r.IntN(13)
	if c.Fresh() {
		action = 0
	}
	switch action {
	case 0, 1, 2:
		w.ask()
	case 3, 4:
		walk()
		w.press(letter('e'))
		w.asked++
		c.Composer.Restore(draft.Draft{Text: fmt.Sprintf("question %d", w.asked)})
		w.press(enter)
	case 5, 6:
		walk()
		w.press(letter('r'), enter)
	case 7, 8, 9:
		walk()
		w.press(letter([]rune("hl")[r.IntN(2)]))
	case 10:
		walk()
		if key := []rune("f.b")[r.IntN(3)]; key == '.' {
			w.press(letter(key), enter)
		} else {
			w.press(letter(key))
		}
	case 11:
		w.takes(page.SwitchMsg{Gateway: page.Gateway{Streamer: w.say, Branch: []chat.Branch{mainBranch, preview}[r.IntN(2)]}})
	case 12:
		w.press(tea.KeyPressMsg{Code: 's', Mod: tea.ModCtrl})
		for s := w.root.over.(*sessions.Sessions); s.Asked; {
			w.takes(<-w.come)
		}
		for range r.IntN(3) {
			w.press(tea.KeyPressMsg{Code: tea.KeyTab})
		}
		for range r.IntN(4) {
			w.press(tea.KeyPressMsg{Code: tea.KeyDown})
		}
		w.press(enter)
	}
	w.settles()
	if w.say.said == before {
		return
	}
	got, want := w.say.last(), w.shown()
	if got[len(got)-1] == "go on" {
		got = got[:len(got)-1]
	} else {
		want = want[:len(want)-1]
	}
	if !slices.Equal(got, want) {
		w.t.Fatalf("the model gets\n%q, the screen shows\n%q\n%s", got, want, ansi.Strip(w.root.View().Content))
	}
}

// writes goes back to the composer from a list, and from selecting.
func (w *wanderer) writes() {
	for c := w.root.chat; w.root.over != nil || c.Transcript.Chosen() != nil; {
		w.press(esc)
	}
}

// ask asks something new.
func (w *wanderer) ask() {
	w.asked++
	w.writes()
	w.write(fmt.Sprintf("question %d", w.asked))
	w.press(enter)
}

// looksBack compares the store with what is on the page.
func (w *wanderer) looksBack() {
	w.root.close(context.Background())
	s := w.root.chat.Session
	kept, err := w.u.store.Load(context.Background(), s.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	var names []string
	for _, m := range kept.Path() {
		names = append(names, nameOf(m))
	}
	if want := w.shown(); !slices.Equal(names, want) {
		w.t.Errorf("the store has the way\n%q, the screen shows\n%q", names, want)
	}
	if len(kept.Messages) != len(s.Messages) {
		w.t.Errorf("the store has %d messages of %d", len(kept.Messages), len(s.Messages))
	}
}
