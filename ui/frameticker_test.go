package ui

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"neonchat/ui/composer"

	tea "charm.land/bubbletea/v2"
)

// The version of Bubble Tea that go.mod names draws by the ticker that tickerOf
// finds, and by nothing else. When this fails after an update, mend tickerOf.
func TestTheTickerOfBubbleTeaIsWhereWeLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var drawn drawn
		p := tea.NewProgram(placard("one"), tea.WithInput(nil), tea.WithOutput(&drawn), tea.WithWindowSize(20, 5),
			tea.WithEnvironment(nil), tea.WithoutSignals(), tea.WithoutSignalHandler())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			p.Run()
		}()
		time.Sleep(time.Second)
		if !drawn.has("one") {
			t.Error("no frame was drawn in the first second")
		}
		ticker := tickerOf(p)
		if ticker == nil {
			t.Error("the program's ticker isn't where it was")
			ticker = time.NewTicker(time.Hour)
		}
		ticker.Reset(resting)
		p.Send(placard("two"))
		time.Sleep(resting - time.Second)
		if drawn.has("two") {
			t.Error("a frame was drawn while the ticker rested")
		}
		ticker.Reset(haste)
		time.Sleep(hasty)
		if !drawn.has("two") {
			t.Error("no frame was drawn in haste")
		}
		p.Quit()
		<-ended
	})
}

// A placard is a model that shows itself, and then the last one it was sent.
type placard string

func (p placard) Init() tea.Cmd  { return nil }
func (p placard) View() tea.View { return tea.NewView(string(p)) }

func (p placard) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if next, ok := msg.(placard); ok {
		return next, nil
	}
	return p, nil
}

// drawn is everything that was written to a terminal.
type drawn struct {
	mu   sync.Mutex
	text strings.Builder
}

func (d *drawn) Write(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.Write(b)
}

func (d *drawn) has(text string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Contains(d.text.String(), text)
}

// A chat before which nobody sits draws nothing, and the next key is seen as
// soon as ever.
func TestTheChatRestsAndWakes(t *testing.T) {
	u := sits(t, 80, 24)
	for _, text := range []string{"one", "two"} {
		u.press(text)
		u.sees(text)
		u.until("came to rest", func(string) bool { return u.rested })
		u.mu.Lock()
		u.rested = false
		u.mu.Unlock()
	}
	u.press("enter")
	u.asked()
	u.sees("waiting for")
}

// Bubble Tea may stop its ticker after it started it again, when an editor that
// had the terminal ended at once.
func TestTheChatIsSeenAgainAfterAnEditorThatFailed(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("a draft")
	u.sees("a draft")
	u.until("hurried", func(string) bool { return u.hurried })
	u.p.Send(nil) // the haste is over once this is taken
	tickerOf(u.p).Stop()
	u.p.Send(composer.EditedMsg{Err: errors.New("it isn't there")})
	u.sees("the editor: it isn't there", "a draft")
}
