package chat

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A live is a Streamer whose answer a test writes as a function.
type live func(ctx context.Context, yield func(Event, error) bool)

func (l live) Stream(ctx context.Context, _ Request) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) { l(ctx, yield) }
}

// A diary is a Store that records what it is given, taking as long as a disk would.
type diary struct {
	*shelf
	takes time.Duration

	mu    sync.Mutex
	saves []string // the texts of each save, a "|" between messages
}

func newDiary() *diary { return &diary{shelf: newShelf()} }

func (d *diary) Save(ctx context.Context, h Head, messages ...Message) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	time.Sleep(d.takes) // in a bubble: no time passes outside
	d.mu.Lock()
	defer d.mu.Unlock()
	err := d.shelf.Save(ctx, h, messages...)
	if err == nil {
		d.saves = append(d.saves, strings.Join(texts(messages), "|"))
	}
	return err
}

func (d *diary) saved() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.saves)
}

func TestTheQuestionIsSavedBesideTheRequestAndBeforeTheAnswerShows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := newDiary()
		disk.takes = 5 * time.Second
		var left time.Time
		streamer := live(func(_ context.Context, yield func(Event, error) bool) {
			left = time.Now()
			yield(TextDelta{"answer"}, nil)
		})
		start := time.Now()
		turn := Turn{Streamer: streamer, Session: &Session{}, Store: disk, Each: func(Event) error {
			if got := disk.saved(); !slices.Equal(got, []string{"question"}) {
				t.Errorf("the answer shows when %q is saved", got)
			}
			return nil
		}}
		turn.Ask(t.Context(), Text{Text: "question"})
		if !left.Equal(start) {
			t.Errorf("the request waited %s", left.Sub(start))
		}
	})
}

func TestAGrowingAnswerIsSavedEachSecondAndWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := newDiary()
		streamer := live(func(_ context.Context, yield func(Event, error) bool) {
			for _, text := range []string{"a", "b", "c", "d", "e"} {
				time.Sleep(400 * time.Millisecond)
				yield(TextDelta{text}, nil)
			}
			time.Sleep(10 * time.Second) // nothing new, so nothing to save
			yield(TextDelta{"!"}, nil)
			yield(Stopped{Stop{Reason: StopEnd}}, nil)
		})
		session := &Session{}
		answer, err := Turn{Streamer: streamer, Session: session, Store: disk}.Ask(t.Context(), Text{Text: "q"})
		if err != nil {
			t.Fatal(err)
		}
		// At 1 s two letters have come; at 2 s four, or five if one came at that moment.
		got := disk.saved()
		if len(got) < 4 || got[0] != "q" || got[1] != "ab" || !slices.Contains(got, "abcde") || got[len(got)-1] != "abcde!" {
			t.Errorf("saved were %q", got)
		}
		kept := disk.sessions[session.ID]
		if last := kept.Path()[1]; last.ID != answer.ID || last.Stop.Reason != StopEnd || last.Timing.Total != 12*time.Second {
			t.Errorf("kept is %+v", last)
		}
		if !kept.Updated.Equal(session.Updated) || !session.Updated.Equal(time.Now()) {
			t.Errorf("updated at %s, by the session at %s", kept.Updated, session.Updated)
		}
	})
}

func TestAnAnswerIsSavedWhateverBecomesOfIt(t *testing.T) {
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		err  error
		want StopReason
	}{
		"it is stopped": {context.Canceled, StopUser},
		"it breaks off": {broken, StopError},
		"it is cut":     {nil, StopIncomplete},
	} {
		t.Run(name, func(t *testing.T) {
			disk := newDiary()
			ctx, cancel := context.WithCancel(t.Context())
			streamer := live(func(_ context.Context, yield func(Event, error) bool) {
				yield(TextDelta{"half"}, nil)
				cancel() // nothing may need the context from here on
				if c.err != nil {
					yield(nil, c.err)
				}
			})
			session := &Session{}
			_, err := Turn{Streamer: streamer, Session: session, Store: disk}.Ask(ctx, Text{Text: "q"})
			if !errors.Is(err, c.err) {
				t.Errorf("the error is %v", err)
			}
			kept := disk.sessions[session.ID].Path()
			if len(kept) != 2 || kept[1].Text() != "half" || kept[1].Stop.Reason != c.want || kept[1].Cost != nil {
				t.Errorf("kept is %+v", kept)
			}
		})
	}
}

func TestAStoppedTurnWaitsForNoSlowDiskToShowWhatCame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := newDiary()
		disk.takes = time.Second + moment/2
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var shown time.Duration
		start := time.Now()
		streamer := live(func(ctx context.Context, yield func(Event, error) bool) {
			yield(TextDelta{"half"}, nil)
			yield(nil, ctx.Err())
		})
		session := &Session{}
		Turn{Streamer: streamer, Session: session, Store: disk, Each: func(Event) error {
			shown = time.Since(start)
			return nil
		}}.Ask(ctx, Text{Text: "q"})
		if shown != time.Second {
			t.Errorf("it shows after %s", shown)
		}
		if got := disk.saved(); !slices.Equal(got, []string{"q", "half"}) {
			t.Errorf("saved were %q", got)
		}
	})
}

func TestAQuestionThatCouldNotBeSavedIsSavedWithTheAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := newDiary()
		disk.broken = errFull
		streamer := live(func(_ context.Context, yield func(Event, error) bool) {
			yield(TextDelta{"ans"}, nil)
			time.Sleep(3500 * time.Millisecond)
			disk.mu.Lock()
			disk.broken = nil
			disk.mu.Unlock()
			yield(TextDelta{"wer"}, nil)
			time.Sleep(time.Second)
		})
		_, err := Turn{Streamer: streamer, Session: &Session{}, Store: disk}.Ask(t.Context(), Text{Text: "q"})
		if err != nil {
			t.Errorf("a full disk ends the turn: %v", err)
		}
		if got := disk.saved(); !slices.Equal(got, []string{"q|answer", "answer"}) {
			t.Errorf("saved were %q", got)
		}
	})
}

func TestASessionDeletedMeanwhileComesBackWhole(t *testing.T) {
	disk := newDiary()
	session := &Session{Head: Head{Title: "kept"}}
	ask := func(meanwhile func()) {
		streamer := live(func(_ context.Context, yield func(Event, error) bool) {
			yield(TextDelta{"a"}, nil)
			meanwhile()
		})
		Turn{Streamer: streamer, Session: session, Store: disk}.Ask(t.Context(), Text{Text: "q"})
	}
	remove := func() {
		disk.mu.Lock()
		defer disk.mu.Unlock()
		delete(disk.sessions, session.ID)
	}
	ask(func() {})
	remove()
	ask(remove)
	kept := disk.sessions[session.ID]
	if got := texts(kept.Path()); !slices.Equal(got, []string{"q", "a", "q", "a"}) || kept.Title != "kept" {
		t.Errorf("kept is %q under %q", got, kept.Title)
	}
}

func TestAnAnswerKnowsWhatItCost(t *testing.T) {
	price := func(_ string, u Usage) (float64, bool) { return float64(u.Output) / 100, u.Output != 13 }
	for name, c := range map[string]struct {
		events []Event
		want   float64 // 0 means unknown
	}{
		"the last count is the one":    {[]Event{UsageUpdate{&Usage{Output: 1}}, UsageUpdate{&Usage{Output: 5}}, Stopped{Stop{Reason: StopEnd}}}, 0.05},
		"no count, no price":           {[]Event{Stopped{Stop{Reason: StopEnd}}}, 0},
		"no price is known":            {[]Event{UsageUpdate{&Usage{Output: 13}}, Stopped{Stop{Reason: StopEnd}}}, 0},
		"a cut answer was not counted": {[]Event{UsageUpdate{&Usage{Output: 5}}}, 0},
		"all attempts are paid for": {[]Event{
			UsageUpdate{&Usage{Output: 1}}, UsageUpdate{&Usage{Output: 2}}, Again{}, Again{}, UsageUpdate{&Usage{Output: 3}}, Again{},
			UsageUpdate{&Usage{Output: 5}}, Stopped{Stop{Reason: StopEnd}}}, 0.1},
		"fractions add nothing": {[]Event{
			UsageUpdate{&Usage{Output: 10}}, Again{}, UsageUpdate{&Usage{Output: 20}}, Stopped{Stop{Reason: StopEnd}}}, 0.3},
		"one attempt has no price": {[]Event{
			UsageUpdate{&Usage{Output: 13}}, Again{}, UsageUpdate{&Usage{Output: 5}}, Stopped{Stop{Reason: StopEnd}}}, 0},
		"an earlier attempt is not the answer": {[]Event{UsageUpdate{&Usage{Output: 5}}, Again{}, Stopped{Stop{Reason: StopEnd}}}, 0},
	} {
		disk := newDiary()
		session := &Session{}
		answer, err := Turn{Streamer: &script{events: c.events}, Session: session, Store: disk, Price: price}.Ask(t.Context(), Text{Text: "q"})
		kept := disk.sessions[session.ID].Path()[1]
		if err != nil || (answer.Cost == nil) != (c.want == 0) || c.want != 0 && (*answer.Cost != c.want || *kept.Cost != c.want) {
			t.Errorf("%s: it cost %v, kept is %v, want %v", name, answer.Cost, kept.Cost, c.want)
		}
	}
}

func TestWhatIsKeptIsHeldThoughTheScreenHasIt(t *testing.T) {
	disk := newDiary()
	events := []Event{TextDelta{"long"}}
	session := &Session{}
	Turn{Streamer: &script{events: events}, Session: session, Store: disk, Discard: true}.Ask(t.Context(), Text{Text: "q"})
	if got := disk.sessions[session.ID].Path()[1].Text(); got != "long" {
		t.Errorf("kept is %q", got)
	}
	session = &Session{}
	Turn{Streamer: &script{events: events}, Session: session, Discard: true}.Ask(t.Context(), Text{Text: "q"})
	if got := session.Path()[1].Text(); got != "" {
		t.Errorf("held for nobody is %q", got)
	}
}

func TestWhatCanNotBeShownIsKept(t *testing.T) {
	disk, gone := newDiary(), errors.New("the pipe is gone")
	session := &Session{}
	streamer := &script{events: []Event{TextDelta{"a"}, TextDelta{"b"}}}
	_, err := Turn{Streamer: streamer, Session: session, Store: disk, Each: func(Event) error { return gone }}.Ask(t.Context(), Text{Text: "q"})
	if kept := disk.sessions[session.ID].Path()[1]; !errors.Is(err, gone) || kept.Text() != "a" || kept.Stop.Reason != StopError {
		t.Errorf("%v, kept is %+v", err, kept)
	}
}

// A jam is a Store locked by another program: saving waits.
type jam struct {
	*shelf
	free chan struct{} // closed once the store is unlocked
}

func newJam() *jam { return &jam{newShelf(), make(chan struct{})} }

func (j *jam) waits(ctx context.Context) error {
	select {
	case <-j.free:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (j *jam) Save(ctx context.Context, h Head, messages ...Message) error {
	if err := j.waits(ctx); err != nil {
		return err
	}
	return j.shelf.Save(ctx, h, messages...)
}

func (j *jam) Change(ctx context.Context, id string, c Change) error {
	if err := j.waits(ctx); err != nil {
		return err
	}
	return j.shelf.Change(ctx, id, c)
}

func (j *jam) Vote(ctx context.Context, v Vote) error {
	if err := j.waits(ctx); err != nil {
		return err
	}
	return j.shelf.Vote(ctx, v)
}

// stalls is a Streamer whose answer is never complete.
var stalls = live(func(ctx context.Context, yield func(Event, error) bool) {
	yield(TextDelta{"half"}, nil)
	<-ctx.Done()
	yield(nil, ctx.Err())
})

func TestAStoppedTurnWaitsAMomentForAStoreThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := newJam()
		store := Steady(disk, nil)
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		began, session := time.Now(), &Session{}
		Turn{Streamer: stalls, Session: session, Store: store}.Ask(ctx, Text{Text: "q"})
		if took := time.Since(began); took != 200*time.Millisecond+moment {
			t.Errorf("it ends after %s", took)
		}
		close(disk.free)
		if err := store.Leave(t.Context()); err != nil {
			t.Error(err)
		}
		if got := texts(disk.sessions[session.ID].Path()); !slices.Equal(got, []string{"q", "half"}) {
			t.Errorf("kept is %q", got)
		}
	})
}

func TestTurnsThatShareAQuestionDoNotWaitForEachOtherWhenStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := newJam()
		store := Steady(disk, nil)
		session := &Session{}
		turns := Turn{Streamer: stalls, Session: session, Store: store}.Split(2, Text{Text: "q"})
		waits, end := context.WithCancel(t.Context())
		var first sync.WaitGroup
		first.Go(func() { turns[0].Answer(waits) })
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		turns[1].Answer(ctx)
		if took := time.Since(began); took != time.Second+moment {
			t.Errorf("it ends after %s", took)
		}
		close(disk.free)
		end()
		first.Wait()
		if err := store.Leave(t.Context()); err != nil {
			t.Error(err)
		}
		if got := disk.sessions[session.ID]; len(got.Messages) != 3 {
			t.Errorf("kept is %q", texts(got.Messages))
		}
	})
}
