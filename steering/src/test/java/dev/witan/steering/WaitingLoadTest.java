// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import static dev.witan.engine.combine.CombineRule.NO_FALLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.Admission;
import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;
import dev.witan.engine.Limits;
import dev.witan.engine.Mixture;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.Outcome;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An expert elsewhere that answers nobody is busy before anybody has an answer.
class WaitingLoadTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Arena arena = Arena.ofShared();
    private final AtomicLong now = new AtomicLong();
    private final BlockingQueue<Runnable> answers = new LinkedBlockingQueue<>();

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    /// Stands before an expert as if it were elsewhere, and answers when the test says so.
    private final class Slow implements Expert {
        private final Expert there;

        Slow(Expert there) {
            this.there = there;
        }

        @Override
        public String id() {
            return there.id();
        }

        @Override
        public String digest() {
            return there.digest();
        }

        @Override
        public int inputs() {
            return there.inputs();
        }

        @Override
        public int outputs() {
            return there.outputs();
        }

        @Override
        public long multiplyAddsPerRow() {
            return 0;
        }

        @Override
        public boolean isLocal() {
            return false;
        }

        @Override
        public int scratchWidth() {
            return 0;
        }

        @Override
        public void submit(ExpertBatch batch, Kernels kernels, Scratch scratch, ExpertCompletion completion) {
            answers.add(() -> completion.answered(batch));
        }
    }

    private Engine engine() {
        Mixture local = SmallMixture.in(arena, SmallMixture.EXPERTS, NO_FALLBACK);
        List<Expert> experts = new ArrayList<>(local.layer().experts());
        experts.set(1, new Slow(experts.get(1)));
        Mixture mixture = local.withLayer(local.layer().with(local.layer().gate(), experts));
        return new Engine(mixture, Limits.defaults(), EngineObserver.NONE, now::get);
    }

    @Test
    void aRowThatIsNotAnsweredYetCountsWhileItIsThere() throws Exception {
        try (Engine engine = engine()) {
            LoadControl control = new LoadControl(engine.mixture(), new LoadPolicy(1f, SECOND), now::get);
            OverlayControl overlay = new OverlayControl();
            overlay.attach(engine);
            RequestContext context =
                    RequestContext.local("r", SECOND.multipliedBy(60).toNanos());
            Admission.Admitted asked = (Admission.Admitted) engine.submit(SmallMixture.request(), context);
            Runnable answer = answers.poll(30, TimeUnit.SECONDS);
            assertThat(answer).isNotNull();

            now.addAndGet(SECOND.toNanos());
            control.tick(overlay, engine);
            // one row of three on average, (1 - 1/3) / (1/3 + 1) too many, half of which has come through
            assertThat(overlay.state().loadBias()).containsEntry("standard", -0.25f);
            assertThat(overlay.state().loadBias().get("cheap")).isPositive();

            answer.run();
            assertThat(asked.ticket().outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Answered.class);
            for (int look = 0; look < 12; look++) {
                now.addAndGet(SECOND.toNanos());
                control.tick(overlay, engine);
            }
            assertThat(overlay.state().loadBias()).isEmpty();
        }
    }
}
