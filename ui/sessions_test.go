package ui

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"neonchat/chat"
	"neonchat/ui/sessions"
)

// library is a store with sessions of three branches.
func library() *shelf {
	return newShelf(
		told(mainBranch, 5*time.Minute, "Explain vacuum", "It reclaims what dead rows held.", "And autovacuum?", "It does so by itself."),
		told(mainBranch, 3*time.Hour, "Write a haiku", "A branch in autumn"),
		told(mainBranch, 50*time.Hour, "Which index for JSON?", "GIN, as a rule."),
		told(preview, 20*24*time.Hour, "Migrate the orders", "In three steps."),
		told(distant, 400*24*time.Hour, "Old times", "Long gone."),
	)
}

func (u *user) opensSessions() {
	u.t.Helper()
	u.press("ctrl+s")
	u.sees("Sessions on main", "TITLE")
}

func TestTheSessionsOfTheBranchAreListed(t *testing.T) {
	u := sits(t, 120, 20, with(library()))
	u.opensSessions()
	u.until("saw the rows", func(s string) bool {
		rows := strings.Split(s, "\n")[4:7]
		return strings.Contains(rows[0], "Explain vacuum") && strings.Contains(rows[0], "It does so by itself.") && strings.HasSuffix(rows[0], "5m      2      $0.50") &&
			strings.Contains(rows[1], "Write a haiku") && strings.HasSuffix(rows[1], "3h      1      $0.25") && strings.Contains(rows[2], "2d")
	})
	u.seesNo("Migrate")
	u.press("down", "enter")
	u.sees("❯ Write a haiku", "A branch in autumn", "Ask something")
	u.press("more", "enter")
	if r := u.asked(); len(r.Messages) != 3 {
		t.Errorf("asked %+v", r.Messages)
	}
}

func TestTypingNarrowsTheSessions(t *testing.T) {
	u := sits(t, 80, 20, with(library()))
	u.opensSessions()
	u.sees("Write a haiku")
	u.press("gin")
	u.seesNo("haiku")
	u.sees("Which index for JSON?")
	u.press("x")
	u.sees("nothing fits")
	u.press("ctrl+u", "haiku write") // all the words, in any order
	u.sees("❯ haiku write", "Write a haiku")
	u.seesNo("Which index for JSON?")
	u.press("ctrl+u", "esc")
	u.press("/sessions haiku", "enter")
	u.sees("Write a haiku")
	u.seesNo("JSON")
}

func TestTabGoesToOtherBranches(t *testing.T) {
	u := sits(t, 100, 20, with(library()))
	u.opensSessions()
	u.sees("Explain vacuum")
	u.press("tab")
	u.sees("the project's other branches", "Migrate the orders", "preview/x", "2w")
	u.seesNo("vacuum")
	u.press("tab")
	u.sees("everywhere", "Old times", "trunk", "1y", "Explain vacuum")
	u.press("tab")
	u.sees("Sessions on main")
	u.seesNo("Old times")
	u.press("tab", "enter")
	u.sees("❯ Migrate the orders", "a session of preview/x; what is asked goes on in a fork on main")
	u.press("now", "enter")
	u.asked()
	u.sees("going on in a fork on main", "❯ now", "⑂ of “Migrate the orders” on preview/x")
	u.text("done")
	u.ends()
	u.sees("done", "Ask something")
	all := u.keeps("a fork on main", func(all []*chat.Session) bool {
		return slices.ContainsFunc(all, func(s *chat.Session) bool {
			return s.Branch == mainBranch && textsOf(s.Path()) == "Migrate the orders | In three steps. | now | done"
		})
	})
	for _, s := range all {
		if s.Branch == preview && len(s.Messages) != 2 {
			t.Errorf("the session of preview/x has %+v", s.Messages)
		}
	}
}

func TestEveryMessageIsSearched(t *testing.T) {
	store := library()
	u := sits(t, 80, 20, with(store))
	for _, way := range []struct {
		keys  []string
		words string // pasted, so that nothing shorter is searched for
	}{{[]string{"ctrl+s"}, "/AUTUMN"}, {[]string{"ctrl+s", "ctrl+s"}, "AUTUMN"}, {[]string{"/search AUTUMN", "enter"}, ""}} {
		u.press(way.keys...)
		u.pastes(way.words)
		u.sees("Search in what was said on main", "Write a haiku", "answered 3h", "A branch in autumn")
		if got, want := u.colourOf("autumn"), u.colourOf("Search in"); got != want {
			t.Errorf("what was found is %v, want %v", got, want)
		}
		u.press("enter")
		u.sees("❯ Write a haiku", "▎  A branch in autumn")
		u.press("esc", "/new", "enter")
		u.seesNo("haiku")
	}
}

// A hit may be on a way that the session has left.
func TestAHitBesideTheWayIsShown(t *testing.T) {
	s := told(mainBranch, time.Hour, "how much?", "ten", "and then?", "eleven")
	s.Leaf = s.Messages[1].ID
	s.Add(chat.Message{Role: chat.User, Parts: []chat.Part{chat.Text{Text: "or else?"}}})
	s.Add(chat.Message{Role: chat.Assistant, Parts: []chat.Part{chat.Text{Text: "twelve"}}})
	for name, first := range map[string]string{"on the page": s.ID, "in the store": ""} {
		t.Run(name, func(t *testing.T) {
			u := sits(t, 80, 24, with(newShelf(s)), takesUp(first))
			if first != "" {
				u.sees("twelve", "‹2/2›")
			}
			u.press("ctrl+s", "/eleven")
			u.sees("answered")
			u.press("enter")
			u.sees("▎  eleven", "and then?", "‹1/2›")
			u.seesNo("twelve")
		})
	}
}

// In a long message the words that were searched for come into view.
func TestTheWordsThatWereFoundComeIntoView(t *testing.T) {
	s := told(mainBranch, time.Hour, "count", numbered(1, 300)+"needle in it\n\n"+numbered(301, 600))
	u := sits(t, 80, 24, with(newShelf(s)))
	u.press("/search needle", "enter")
	u.sees("answered")
	u.press("enter")
	u.seesNo("Search in")
	u.sees("paragraph 299.", "needle in it", "paragraph 303.")
}

func TestASessionIsRenamedInItsPlace(t *testing.T) {
	store := library()
	u := sits(t, 80, 20, with(store))
	u.opensSessions()
	u.sees("Write a haiku")
	u.press("ctrl+r", "ctrl+u", "Vacuuming", "enter")
	u.sees("Vacuuming")
	u.seesNo("Explain")
	u.press("ctrl+r", " again", "esc")
	u.seesNo("again")
	u.press("enter")
	u.sees("Ask something") // the session is there
	u.press("/rename  All about vacuum ", "enter")
	u.sees("the title is “All about vacuum”")
	u.keeps("the title", func(all []*chat.Session) bool {
		return slices.ContainsFunc(all, func(s *chat.Session) bool { return s.Title == "All about vacuum" })
	})
	u.until("the window's title changed", func(string) bool { return strings.HasPrefix(u.title, "All about vacuum · ") })
}

func TestASessionIsPinned(t *testing.T) {
	u := sits(t, 80, 20, with(library()))
	u.opensSessions()
	u.sees("JSON")
	u.press("down", "down", "ctrl+f")
	u.until("saw it on top", func(s string) bool { return strings.Contains(strings.Split(s, "\n")[4], "★   Which index") })
	u.press("ctrl+f") // the cursor has gone along
	u.until("saw it below", func(s string) bool { return strings.Contains(strings.Split(s, "\n")[6], "Which index") })
}

func TestWhatWasDeletedComesBack(t *testing.T) {
	store := library()
	want := store.copies()
	u := sits(t, 80, 20, with(store))
	u.opensSessions()
	u.sees("Write a haiku")
	u.press("ctrl+d")
	u.sees("deleted “Explain vacuum”; ctrl+z brings it back")
	u.press("ctrl+d")
	u.sees("deleted “Write a haiku”")
	u.keeps("the rest", func(all []*chat.Session) bool { return len(all) == 3 })
	u.press("down")
	u.sees("ctrl+z brings back 2") // offered as long as one is here
	u.press("ctrl+z")
	u.sees("“Write a haiku” is back")
	u.press("ctrl+z")
	u.sees("“Explain vacuum” is back")
	got := u.keeps("all of it", func(all []*chat.Session) bool { return len(all) == 5 })
	if !reflect.DeepEqual(got, want) {
		t.Errorf("there are %+v, want %+v", got, want)
	}
	u.press("ctrl+z")
	u.sees("nothing was deleted here")
}

func TestTheSessionOnThePageCanBeDeleted(t *testing.T) {
	u := sits(t, 80, 20)
	u.answers("how much?", "ten")
	u.opensSessions()
	u.sees("▸")
	u.press("ctrl+d")
	u.sees("deleted “how much?”", "there are no sessions yet")
	u.press("ctrl+z")
	u.sees("is back", "▸   how much?")
	u.press("esc")
	u.sees("❯ how much?", "ten")
	u.press("ctrl+s", "ctrl+d")
	u.sees("deleted")
	u.press("esc")
	u.sees("on branch main", "Ask something")
	u.answers("and else?", "nothing")
	if s := u.keepsOne(2); s.Title != "and else?" {
		t.Errorf("kept %+v", s.Head)
	}
}

func TestASessionThatIsBeingAnsweredIsNotDeleted(t *testing.T) {
	u := sits(t, 80, 20)
	u.press("how much?", "enter")
	u.asked()
	u.text("t")
	u.sees("enter queues")
	u.opensSessions()
	u.sees("how much?")
	u.press("ctrl+d")
	u.sees("an answer is under way there")
	u.text("en")
	u.ends()
	u.press("esc")
	u.sees("ten", "Ask something")
}

// The answer comes while one looks around, and while one is elsewhere.
func TestAnAnswerGoesOnBehindAnotherSession(t *testing.T) {
	store := library()
	u := sits(t, 80, 24, with(store))
	u.press("how much?", "enter")
	u.asked()
	u.text("twenty-")
	u.press("and then?", "enter")
	u.sees("twenty-", "queued: and then?")
	u.opensSessions()
	u.press("haiku", "enter")
	u.sees("A branch in autumn", "the answer in “how much?” goes on", "Ask something")
	u.text("one")
	u.ends()
	u.sees("the answer in “how much?” is done; a question waits there")
	u.press("ctrl+s", "how", "enter")
	u.sees("twenty-one", "queued: and then?", "enter sends what is queued")
	u.press("enter")
	if r := u.asked(); len(r.Messages) != 3 || r.Messages[1].Text() != "twenty-one" {
		t.Errorf("asked %+v", r.Messages)
	}
}

func TestAnAnswerIsThereWhenOneComesBack(t *testing.T) {
	u := sits(t, 80, 24, with(library()))
	u.press("how much?", "enter")
	u.asked()
	u.text("twenty-")
	u.sees("twenty-")
	u.press("/new", "enter")
	u.sees("on branch main", "goes on")
	u.opensSessions()
	u.press("how", "enter")
	u.sees("twenty-", "enter queues")
	u.text("one")
	u.ends()
	u.sees("twenty-one", "Ask something")
}

// What waited in a session is not lost by leaving.
func TestTheQueueOfAnotherSessionOutlivesTheProgram(t *testing.T) {
	u := sits(t, 80, 24, with(library()))
	u.press("how much?", "enter")
	u.asked()
	u.press("and then?", "enter")
	u.sees("queued: and then?")
	u.press("/new", "enter")
	u.sees("on branch main")
	u.press("half a thought")
	u.sees("half a thought")
	u.leaves()
	if got := u.keeper.kept.Draft; got != "and then?\n\nhalf a thought" {
		t.Errorf("kept %q", got)
	}
}

// Only the answer to what is wanted now is shown, in whatever order they come.
func TestAStaleListIsNotShown(t *testing.T) {
	store := library()
	first, second, reached := make(chan struct{}), make(chan struct{}), make(chan struct{}, 2)
	store.hold = func(call string) {
		switch call {
		case `list ""`:
			<-first
		case `list "haiku"`:
			reached <- struct{}{}
			<-second
		}
	}
	u := sits(t, 80, 20, with(store))
	u.press("ctrl+s", "h")
	u.sees("❯ h")
	u.press("aiku")
	u.sees("❯ haiku")
	close(first) // an answer to what nobody wants any more
	<-reached
	u.press("s")
	if s := u.until("saw the next key", func(s string) bool { return strings.Contains(s, "❯ haikus") }); strings.Contains(s, "vacuum") {
		t.Errorf("what nobody asked for is shown:\n%s", s)
	}
	u.press("backspace")
	close(second)
	u.sees("Write a haiku")
	u.seesNo("vacuum")
	store.mu.Lock()
	defer store.mu.Unlock()
	if slices.Contains(store.calls, `list "h"`) || slices.Contains(store.calls, `list "hai"`) {
		t.Errorf("the store was asked for what was typed on: %q", store.calls)
	}
}

func TestWalkingToTheEndOfTheListAsksForMore(t *testing.T) {
	store := newShelf()
	for i := range 2*sessions.MostListed + 10 {
		s := told(mainBranch, time.Duration(i)*time.Minute, fmt.Sprintf("question %d", i), "answer")
		store.sessions[s.ID] = s
	}
	u := sits(t, 80, 24, with(store))
	u.opensSessions()
	u.sees("question 0 ")
	for range 2*sessions.MostListed/17 + 3 {
		u.press("pgdown")
	}
	u.sees("question 409")
}

func TestAStoreThatFailsIsSaid(t *testing.T) {
	store := library()
	u := sits(t, 80, 20, with(store))
	u.opensSessions()
	u.sees("haiku")
	store.mu.Lock()
	store.err = fmt.Errorf("the disk is full")
	store.mu.Unlock()
	u.press("ctrl+f")
	u.sees("the disk is full")
	u.press("enter")
	u.sees("opening the session: the disk is full")
}
