package dev.scale.benchmarks.scenarios;

import java.util.List;

/** One question and how it is answered. */
interface Scenario {

    List<Figures> run(Rig rig, Size size) throws Exception;
}
