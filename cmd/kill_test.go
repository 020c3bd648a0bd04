package cmd

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"neonchat/chat"
	"neonchat/demo"
	"neonchat/history"
)

// A victim is a run of the program that is killed while it answers, and what it
// had shown by when.
type victim struct {
	title string
	text  string // all that it was asked to repeat
	shown []showing
	died  time.Time
}

type showing struct {
	at   time.Time
	size int
}

// before is how much had been shown so long before the end.
func (v *victim) before(d time.Duration) int {
	size := 0
	for _, s := range v.shown {
		if s.at.Before(v.died.Add(-d)) {
			size = s.size
		}
	}
	return size
}

// However a program dies, its session is there, with the question and what of
// the answer had been shown but for the last second.
func TestWhoeverIsKilledLosesASecondAtMost(t *testing.T) {
	kills := 20
	if os.Getenv("NEONCHAT_LONG_TESTS") == "1" {
		kills = 200
	}
	// What is saved each second may come late where the machine is busy.
	const late = 4 * time.Second
	server, err := demo.Start(t.Context(), "127.0.0.1:0", demo.Options{Speed: 10})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	dir := t.TempDir()
	victims := make([]victim, kills)
	var several errgroup.Group
	several.SetLimit(6)
	for i := range victims {
		lives := time.Duration(rand.Int64N(int64(1500 * time.Millisecond)))
		if i%8 == 7 {
			lives += late + time.Second
		}
		several.Go(func() error {
			v, err := killed(t.Context(), dir, server, i, lives)
			victims[i] = v
			return err
		})
	}
	if err := several.Wait(); err != nil {
		t.Fatal(err)
	}
	store := history.Open(filepath.Join(dir, "state", "neonchat", "history.db"))
	store.Notice = func(text string) { t.Error(text) }
	t.Cleanup(func() { store.Close() })
	if h, err := store.Examine(t.Context()); err != nil || h.Trouble != "" {
		t.Fatalf("%v: the history is in trouble: %s", err, h.Trouble)
	}
	answered, long := 0, 0
	for _, v := range victims {
		saved := answerOf(t, store, v)
		if saved > 0 {
			answered++
		}
		if v.before(late) > 0 {
			long++
		}
		if want := v.before(time.Second + late); saved < want {
			t.Errorf("of %q %d bytes are kept, and %d had been shown long before", v.title, saved, want)
		}
	}
	if answered == 0 || long == 0 {
		t.Errorf("this showed nothing: %d of %d had an answer, %d a long one", answered, kills, long)
	}
}

// answerOf gives how much of a victim's answer is kept.
func answerOf(t *testing.T, store chat.Store, v victim) int {
	list, err := store.List(t.Context(), chat.Scope{Match: v.title})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 && len(v.shown) == 0 {
		return 0 // it died before it had asked
	}
	if len(list) != 1 {
		t.Fatalf("of %q, which had shown something %d times, there are %d sessions", v.title, len(v.shown), len(list))
	}
	s, err := store.Load(t.Context(), list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	path := s.Path()
	if path[0].Text() != "repeat "+v.text {
		t.Errorf("the question %q is not what was asked", v.title)
	}
	if len(path) == 1 {
		return 0
	}
	saved := path[1].Text()
	if !strings.HasPrefix(v.text, saved) {
		t.Errorf("the answer to %q is not what was said", v.title)
	}
	return len(saved)
}

// killed runs the program and kills it after a while.
func killed(ctx context.Context, dir string, server *demo.Server, i int, lives time.Duration) (v victim, err error) {
	v.title = fmt.Sprintf("victim-%d.", i)
	v.text = v.title + strings.Repeat(" some more words", 3000)
	c := exec.CommandContext(ctx, "neonchat", "repeat", v.text)
	c.Env = []string{
		"HOME=" + dir, "XDG_STATE_HOME=" + filepath.Join(dir, "state"), "XDG_CACHE_HOME=" + filepath.Join(dir, "cache"),
		"NEONCHAT_OFFLINE=1", "NEON_AI_GATEWAY_BASE_URL=" + server.URL, "NEON_AI_GATEWAY_TOKEN=" + server.Token,
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return v, err
	}
	if err := c.Start(); err != nil {
		return v, err
	}
	end := time.AfterFunc(lives, func() { c.Process.Kill() })
	defer end.Stop()
	buffer, size := make([]byte, 64<<10), 0
	for {
		n, err := out.Read(buffer)
		if n > 0 {
			size += n
			v.shown = append(v.shown, showing{time.Now(), size})
		}
		if err != nil {
			break
		}
	}
	v.died = time.Now()
	c.Wait()
	if c.ProcessState.Exited() {
		return v, fmt.Errorf("%q came to its end by itself: %s", v.title, c.ProcessState)
	}
	return v, nil
}
