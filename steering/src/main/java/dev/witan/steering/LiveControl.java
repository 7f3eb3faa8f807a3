// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;

/// Has what an engine tells bias its selection. Thread-safe.
public sealed interface LiveControl permits BudgetControl, LoadControl {
    /// What the engine has to tell: give it to the engine.
    EngineObserver observer();

    /// Lays what follows from it and from what waits in the engine, if it is time. Called again and again.
    void tick(OverlayControl overlay, Engine engine);
}
