package demo

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// DefaultToken is the bearer a gateway asks for when Options names none.
const DefaultToken = "nt_live_demo_0000000000000000"

// A token with one of these endings is known but not allowed: it lacks the
// scope, or was made on a branch that is no ancestor of this one.
const (
	withoutScope = "_noscope"
	otherBranch  = "_otherbranch"
)

// maxBody is the gateway's limit on a request.
const maxBody = 32 << 20

// Options are a gateway's settings; the zero value answers at once.
type Options struct {
	// Token is the bearer to ask for, DefaultToken when empty.
	Token string
	// Speed is how fast answers come: 1 a human pace, 2 twice as fast, 0 at once.
	Speed float64
	// Serve are the ids of the models that the branch serves, whatever else
	// models.dev has; empty is all.
	Serve []string
	// Sleep waits between deltas, a timer when nil. It returns early, with the
	// context's error, when ctx ends.
	Sleep func(ctx context.Context, d time.Duration) error
	// Log hears of each request, never of its contents; it may be nil.
	Log *slog.Logger
}

// Gateway is an offline Neon AI Gateway, an http.Handler for every route.
type Gateway struct {
	token  string
	served []model
	speed  float64
	sleep  func(context.Context, time.Duration) error
	log    *slog.Logger
	count  atomic.Int64

	mu     sync.Mutex
	failed map[string]bool // what `!status … once` has refused already
}

// New makes a gateway; it may serve any number of requests at once.
func New(o Options) *Gateway {
	g := &Gateway{token: o.Token, served: serving(o.Serve), speed: o.Speed, sleep: o.Sleep, log: o.Log, failed: map[string]bool{}}
	if g.token == "" {
		g.token = DefaultToken
	}
	if g.sleep == nil {
		g.sleep = sleep
	}
	if g.log == nil {
		g.log = slog.New(slog.DiscardHandler)
	}
	return g
}

// Token is the bearer this gateway asks for.
func (g *Gateway) Token() string { return g.token }

// ServeHTTP answers a route of either layout, and a plain 404 elsewhere.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	n := g.count.Add(1)
	w.Header().Set("X-Request-Id", "demo-"+strconv.FormatInt(n, 10))
	g.log.Debug("request", "n", n, "method", req.Method, "path", req.URL.Path)
	if req.Method == http.MethodHead { // some programs look first whether anybody is there
		w.WriteHeader(http.StatusOK)
		return
	}
	if req.Method == http.MethodGet && req.URL.Path == "/api.json" {
		writeJSON(w, http.StatusOK, modelsDev())
		return
	}
	d, rest := route(req.URL.Path)
	if d == nil {
		http.NotFound(w, req)
		return
	}
	if no := g.authorize(req, d); no != nil {
		no.write(w, d, model{})
		return
	}
	if rest == "models" && req.Method == http.MethodGet {
		writeJSON(w, http.StatusOK, liveModels(g.served))
		return
	}
	if req.Method != http.MethodPost || rest == "models" {
		http.Error(w, "405 method not allowed", http.StatusMethodNotAllowed)
		return
	}
	g.answer(w, req, d, rest)
}

// route finds who speaks at a path of either layout, nobody for others; rest
// is "models" for the list, and the model and action on the gemini route.
func route(path string) (d dialect, rest string) {
	switch path {
	case "/ai-gateway/mlflow/v1/chat/completions", "/v1/chat/completions":
		return mlflow{}, ""
	case "/ai-gateway/mlflow/v1/models", "/v1/models":
		return mlflow{}, "models"
	case "/ai-gateway/openai/v1/responses", "/openai/v1/responses":
		return openai{}, ""
	case "/ai-gateway/anthropic/v1/messages", "/anthropic/v1/messages":
		return anthropic{}, ""
	}
	for _, prefix := range []string{"/ai-gateway/gemini/v1beta/", "/gemini/v1beta/", "/v1/gemini/v1beta/"} {
		if rest, ok := strings.CutPrefix(path, prefix); ok {
			return google{}, rest
		}
	}
	return nil, ""
}

// authorize checks the bearer; Google's SDK can only say it in its own header.
func (g *Gateway) authorize(req *http.Request, d dialect) *refusal {
	token, ok := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer ")
	if !ok {
		token = ""
	}
	if _, isGoogle := d.(google); isGoogle && !ok {
		token = req.Header.Get("X-Goog-Api-Key")
	}
	same := func(want string) bool {
		return subtle.ConstantTimeCompare([]byte(token), []byte(want)) == 1
	}
	switch {
	case same(g.token):
		return nil
	case same(g.token + withoutScope):
		return byGateway(http.StatusForbidden, "credential not authorized for ai gateway")
	case same(g.token + otherBranch):
		return byGateway(http.StatusForbidden, "credential not authorized for this branch")
	}
	return byGateway(http.StatusUnauthorized, "invalid or missing credential")
}

// answer reads a request, refuses it where the real gateway would, and
// otherwise answers, in one body or as a stream.
func (g *Gateway) answer(w http.ResponseWriter, req *http.Request, d dialect, rest string) {
	r, no := g.request(w, req, d, rest)
	if no == nil {
		no = check(r)
	}
	if no == nil {
		no = g.trouble(r)
	}
	for name, value := range r.limits() {
		w.Header().Set(name, value)
	}
	if no != nil {
		g.log.Debug("refused", "status", no.status, "why", no.message)
		no.write(w, d, r.model)
		return
	}
	if r.troubles.has("html") {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, signInPage)
		return
	}
	p := &player{g: g, ctx: req.Context(), w: w, r: r}
	if r.stream {
		p.stream(compose(r))
		return
	}
	p.whole(compose(r))
}

// request reads the body and finds the model it asks for. What it returns is
// never nil, so that a refusal can be written in the model's manner.
func (g *Gateway) request(w http.ResponseWriter, req *http.Request, d dialect, rest string) (*request, *refusal) {
	r := &request{dialect: d, header: req.Header}
	raw, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxBody))
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		// A client still sending would see a reset and not the answer.
		io.Copy(io.Discard, req.Body)
		return r, byGateway(http.StatusRequestEntityTooLarge, "request body exceeds 32 MiB")
	}
	if err != nil {
		return r, byGateway(http.StatusBadRequest, "reading the request body")
	}
	r.seed = digest(req.URL.Path, string(raw))
	if err := json.Unmarshal(raw, &r.body); err != nil || r.body == nil {
		return r, d.badJSON()
	}
	id := r.body.str("model")
	r.stream = r.body.flag("stream")
	if _, ok := d.(google); ok {
		var no *refusal
		if id, no = r.action(rest, req.URL.Query().Get("alt") == "sse"); no != nil {
			return r, no
		}
	}
	return r, g.resolve(r, id)
}

// resolve finds the model and whether this branch and this route serve it.
func (g *Gateway) resolve(r *request, id string) *refusal {
	if id == "" {
		return byGateway(http.StatusBadRequest, "missing or invalid model")
	}
	i := slices.IndexFunc(g.served, func(m model) bool { return m.id == strings.TrimPrefix(id, "databricks-") })
	if i < 0 {
		return byGateway(http.StatusBadRequest, "unknown model "+strconv.Quote(id))
	}
	m := g.served[i]
	r.model = m
	if m.embeds() {
		return badRequest("model " + strconv.Quote(id) + " makes embeddings and does not support chat")
	}
	if !r.dialect.serves(m) {
		return byGateway(http.StatusBadRequest,
			"model "+strconv.Quote(id)+" is not available on the "+r.dialect.endpoint()+" endpoint")
	}
	if m.id == retired {
		return byDatabricks(http.StatusForbidden, "PERMISSION_DENIED",
			"The endpoint is temporarily disabled due to a Databricks-set rate limit of 0")
	}
	return nil
}

// sleep waits for d or the end of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// marshal is v as JSON the way vendors write it, without HTML's escapes.
func marshal(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // nothing here holds what JSON can't
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(marshal(v))
}
