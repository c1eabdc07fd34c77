<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Clearing</name>
    <message numerus="yes">
        <source>%n filled frames show the objects again. Undo brings the result back.</source>
        <translation>
            <numerusform>%n filled frame shows the objects again. Undo brings the result back.</numerusform>
            <numerusform>%n filled frames show the objects again. Undo brings the result back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobBar</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PromptBar</name>
    <message numerus="yes">
        <source>Enter takes all %n, a number or a click one of them, Escape none</source>
        <translation>
            <numerusform>Enter takes all %n, a number or a click one of them, Escape none</numerusform>
            <numerusform>Enter takes all %n, a number or a click one of them, Escape none</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrialDialog</name>
    <message numerus="yes">
        <source>Each engine fills the range, %n frames, and is judged. A short range is enough.</source>
        <translation>
            <numerusform>Each engine fills the range, %n frame, and is judged. A short range is enough.</numerusform>
            <numerusform>Each engine fills the range, %n frames, and is judged. A short range is enough.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Unfinished</name>
    <message numerus="yes">
        <source>%n jobs are not done yet.</source>
        <translation>
            <numerusform>%n job is not done yet.</numerusform>
            <numerusform>%n jobs are not done yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Worker</name>
    <message numerus="yes">
        <source>Interpolated %n frames along the motion.</source>
        <translation>
            <numerusform>Interpolated %n frame along the motion.</numerusform>
            <numerusform>Interpolated %n frames along the motion.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Interpolated %n frames on a straight line: the motion could not be followed.</source>
        <translation>
            <numerusform>Interpolated %n frame on a straight line: the motion could not be followed.</numerusform>
            <numerusform>Interpolated %n frames on a straight line: the motion could not be followed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Followed “{phrase}” over %n frames.</source>
        <translation>
            <numerusform>Followed “{phrase}” over %n frame.</numerusform>
            <numerusform>Followed “{phrase}” over %n frames.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Imported %n objects.</source>
        <translation>
            <numerusform>Imported %n object.</numerusform>
            <numerusform>Imported %n objects.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tracked %n frames anew; the others stay as they were.</source>
        <translation>
            <numerusform>Tracked %n frame anew; the others stay as they were.</numerusform>
            <numerusform>Tracked %n frames anew; the others stay as they were.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tracked %n frames.</source>
        <translation>
            <numerusform>Tracked %n frame.</numerusform>
            <numerusform>Tracked %n frames.</numerusform>
        </translation>
    </message>
</context>
</TS>
