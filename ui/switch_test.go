package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/page"
)

// A signpost says where the branch goes: the test points, the program follows.
type signpost struct {
	points chan page.Gateway
	fails  chan error
}

func newSignpost() *signpost { return &signpost{make(chan page.Gateway), make(chan error)} }

func (s *signpost) next(ctx context.Context) (page.Gateway, error) {
	select {
	case g := <-s.points:
		return g, nil
	case err := <-s.fails:
		return page.Gateway{}, err
	case <-ctx.Done():
		return page.Gateway{}, ctx.Err()
	}
}

// follows opens the program so that it follows a signpost.
func follows(s *signpost) func(*page.Deps) { return func(d *page.Deps) { d.Next = s.next } }

// checksOut switches the branch, with another model at its gateway.
func (u *user) checksOut(s *signpost, b chat.Branch) *model {
	m := newModel()
	s.points <- page.Gateway{Streamer: m, Branch: b}
	return m
}

func TestTheChatFollowsTheBranch(t *testing.T) {
	post := newSignpost()
	u := sits(t, 100, 24, with(library()), follows(post))
	u.answers("how much?", "ten")
	u.press("half a thought")
	u.sees("half a thought")
	there := u.checksOut(post, preview)
	u.sees("now on branch preview/x; /branch carry takes the session along", "❯ Migrate the orders", "In three steps.", " preview/x · claude", "❯ half a thought")
	u.model = there
	u.press(", whole", "enter")
	if r := u.asked(); len(r.Messages) != 3 || r.Messages[2].Text() != "half a thought, whole" {
		t.Errorf("asked %+v", r.Messages)
	}
	u.seesNo("now on branch")
	u.text("yes")
	u.ends()
	u.sees("yes", "Ask something")
	u.keeps("both", func(all []*chat.Session) bool {
		return slices.ContainsFunc(all, func(s *chat.Session) bool { return s.Branch == preview && len(s.Messages) == 4 }) &&
			slices.ContainsFunc(all, func(s *chat.Session) bool {
				return s.Branch == mainBranch && textsOf(s.Path()) == "how much? | ten"
			})
	})
	u.checksOut(post, chat.Branch{ID: "br-new", Name: "brand-new"})
	u.sees("on branch brand-new", "neonchat")
	u.checksOut(post, mainBranch)
	u.sees("❯ how much?", "ten", " main · claude")
}

func TestAnAnswerEndsOnTheBranchThatItBeganOn(t *testing.T) {
	post := newSignpost()
	u := sits(t, 100, 24, follows(post))
	u.press("how much?", "enter")
	u.asked()
	u.text("twenty-")
	u.press("and then?", "enter")
	u.sees("twenty-", "queued: and then?")
	u.checksOut(post, preview)
	u.sees("on branch preview/x", "now on branch preview/x; the answer in “how much?” goes on, on main")
	u.seesNo("twenty-")
	u.text("one") // the gateway of before still speaks
	u.ends()
	u.sees("the answer in “how much?” is done, on main; a question waits there")
	s := u.keepsOne(2)
	if s.Branch != mainBranch || textsOf(s.Path()) != "how much? | twenty-one" || s.Messages[1].Stop.Reason != chat.StopEnd {
		t.Errorf("kept %+v: %s", s.Head, textsOf(s.Path()))
	}
	u.checksOut(post, mainBranch)
	u.sees("twenty-one", "queued: and then?", "enter sends what is queued")
}

func TestASwitchBackFindsTheAnswerComing(t *testing.T) {
	post := newSignpost()
	u := sits(t, 100, 24, with(library()), follows(post))
	u.press("how much?", "enter")
	u.asked()
	u.text("twenty-")
	u.sees("twenty-")
	u.checksOut(post, preview)
	u.sees("In three steps.")
	u.checksOut(post, mainBranch)
	u.sees("twenty-", "enter queues")
	u.text("one")
	u.ends()
	u.sees("twenty-one", "Ask something")
}

func TestCarryTakesTheSessionAlong(t *testing.T) {
	post := newSignpost()
	u := sits(t, 100, 24, with(library()), follows(post))
	u.answers("how much?", "ten")
	u.checksOut(post, preview)
	u.sees("In three steps.")
	u.press("/branch carry", "enter")
	u.sees("carried over: a fork of “how much?”, on preview/x", "❯ how much?", "ten", "⑂ of “how much?” on main")
	u.keeps("the fork", func(all []*chat.Session) bool {
		return slices.ContainsFunc(all, func(s *chat.Session) bool { return s.Branch == preview && textsOf(s.Path()) == "how much? | ten" })
	})
	u.press("/branch carry", "enter")
	u.sees("nothing to take along")
	u.press("ctrl+u", "/branch carry trunk", "enter")
	u.sees("a fork is on trunk", "ten")
	u.keeps("another", func(all []*chat.Session) bool {
		return slices.ContainsFunc(all, func(s *chat.Session) bool { return s.Branch == distant && textsOf(s.Path()) == "how much? | ten" })
	})
	u.press("/branch carry nowhere", "enter")
	u.sees("no session here is of a branch nowhere")
}

func TestBranchShowsWhatSaidWhatAndWhatIsKnown(t *testing.T) {
	u := sits(t, 100, 30, with(library()), func(d *page.Deps) {
		d.Branch.Host = "br-test-123.ai.neon.tech"
		d.Sources = []string{"address  .env.local:1 NEON_AI_GATEWAY_BASE_URL"}
	})
	u.press("/branch", "enter")
	u.sees("branch   main", "id       br-test-123", "project  quiet-moon-1", ".env.local:1 NEON_AI_GATEWAY_BASE_URL", "preview/x  br-preview-2", "trunk  br-distant-3",
		"/branch carry BRANCH puts a fork")
}

func TestNewCredentialsOfTheBranchChangeNothingElse(t *testing.T) {
	post := newSignpost()
	u := sits(t, 100, 24, follows(post))
	u.answers("how much?", "ten")
	u.model = u.checksOut(post, mainBranch)
	u.sees("the gateway of main is another one now", "ten")
	u.press("and then?", "enter")
	if r := u.asked(); len(r.Messages) != 3 {
		t.Errorf("asked %+v", r.Messages)
	}
}

func TestCredentialsThatComeBeginTheChat(t *testing.T) {
	post := newSignpost()
	u := sits(t, 80, 24, follows(post), func(d *page.Deps) { d.Gateway = page.Gateway{}; d.Missing = page.Problem{Text: "no credentials"} })
	u.sees("neon env pull")
	u.model = u.checksOut(post, mainBranch)
	u.sees("on branch main", "Ask something")
	u.answers("hello", "hi")
}

func TestAWatchThatEndsIsSaid(t *testing.T) {
	post := newSignpost()
	u := sits(t, 80, 24, follows(post))
	post.fails <- errors.New("too many open files")
	u.sees("the branch is no longer watched: too many open files")
}

// A session that was on its way when the branch was switched comes too late.
func TestASessionOfTheBranchOfBeforeComesTooLate(t *testing.T) {
	post := newSignpost()
	store := library()
	first := store.copies()[4]
	gate, asked, once := make(chan struct{}), make(chan struct{}), make(chan struct{}, 1)
	once <- struct{}{}
	store.hold = func(call string) {
		if call != "load" {
			return
		}
		select {
		case <-once:
			close(asked)
			<-gate
		default:
		}
	}
	u := sits(t, 100, 24, with(store), follows(post), takesUp(first.ID))
	u.sees("opening the session")
	<-asked // by the first load, so that it is the one that is held
	u.checksOut(post, preview)
	u.sees("In three steps.")
	close(gate)
	u.press("and", "enter")
	u.model = u.checksOut(post, distant)
	u.sees("Long gone.")
	u.checksOut(post, preview)
	u.sees("❯ and")
	u.seesNo(first.Messages[1].Text())
}

// What the branch serves is asked anew, and an answer of the last one doesn't
// count.
func TestTheModelsAreTheNewBranchs(t *testing.T) {
	post := newSignpost()
	late, gate := catalog.Embedded(), make(chan struct{})
	u := sits(t, 80, 24, follows(post), func(d *page.Deps) {
		d.Known = catalog.Catalog{}
		d.Live = func(context.Context) (catalog.Catalog, error) { <-gate; return late, nil }
	})
	few, err := catalog.Decode(strings.NewReader(fewModels))
	if err != nil {
		t.Fatal(err)
	}
	post.points <- page.Gateway{Streamer: u.model, Branch: preview, Live: func(context.Context) (catalog.Catalog, error) { return few, nil }}
	u.sees("now on branch preview/x")
	u.press("ctrl+l")
	u.sees("gpt-oss-20b")
	close(gate)
	u.p.Send(page.LiveMsg{Switches: 0, Known: late, Err: nil}) // of the gateway of before
	u.press("esc", "ctrl+l", "gpt-oss")
	s := u.until("saw the model", func(s string) bool { return strings.Contains(s, "❯ gpt-oss\n") && strings.Contains(s, "gpt-oss-20b") })
	if strings.Contains(s, "gpt-oss-120b") {
		t.Errorf("models of the last branch are shown:\n%s", s)
	}
}

// Files that are rewritten a hundred times a second, while one types and asks.
func TestARewritingLoopLosesNothing(t *testing.T) {
	post := newSignpost()
	store := library()
	u := sits(t, 100, 24, with(store), follows(post))
	u.press("how much?", "enter")
	u.asked()
	u.text("twenty-")
	u.sees("twenty-")
	branches := []chat.Branch{preview, distant, mainBranch}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for i := range 100 {
		<-tick.C
		u.checksOut(post, branches[i%len(branches)])
		if i%10 == 0 {
			u.press(fmt.Sprint(i / 10))
		}
	}
	u.text("one")
	u.ends()
	u.checksOut(post, distant)
	u.sees("❯ Old times", "Long gone.", "❯ 0123456789")
	u.keeps("the answer", func(all []*chat.Session) bool {
		return len(all) == 6 && slices.ContainsFunc(all, func(s *chat.Session) bool {
			return s.Branch == mainBranch && textsOf(s.Path()) == "how much? | twenty-one"
		})
	})
	u.checksOut(post, mainBranch)
	u.sees("twenty-one")
}
