<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>遮罩</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>处理</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Open Clip…</source>
        <translation>打开剪辑…</translation>
    </message>
    <message>
        <source>Open a video file</source>
        <translation>打开视频文件</translation>
    </message>
    <message>
        <source>Open Folder of Images…</source>
        <translation>打开图像序列文件夹…</translation>
    </message>
    <message>
        <source>Add Clips to the Project…</source>
        <translation>添加剪辑到项目…</translation>
    </message>
    <message>
        <source>Open Project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Save Project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>It is saved as you work; one without a name gets one</source>
        <translation>工作时会自动保存；尚未命名的项目会要求命名</translation>
    </message>
    <message>
        <source>Save Project As…</source>
        <translation>项目另存为…</translation>
    </message>
    <message>
        <source>Give the project a name and place</source>
        <translation>为项目指定名称和位置</translation>
    </message>
    <message>
        <source>Collect Into a Folder…</source>
        <translation>收集到文件夹…</translation>
    </message>
    <message>
        <source>Copy the project with its media</source>
        <translation>复制项目及其媒体文件</translation>
    </message>
    <message>
        <source>Import Masks…</source>
        <translation>导入遮罩…</translation>
    </message>
    <message>
        <source>Masks made elsewhere become objects</source>
        <translation>在别处制作的遮罩成为对象</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Write a film, pictures or mattes</source>
        <translation>导出视频、图像序列或黑白遮罩</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Clear This Frame</source>
        <translation>清除当前帧</translation>
    </message>
    <message>
        <source>Take its points and correction away</source>
        <translation>去掉这一帧的点和修正</translation>
    </message>
    <message>
        <source>New Object</source>
        <translation>新建对象</translation>
    </message>
    <message>
        <source>The next point makes another object</source>
        <translation>下一个点将新建一个对象</translation>
    </message>
    <message>
        <source>Delete Object</source>
        <translation>删除对象</translation>
    </message>
    <message>
        <source>Add Marker</source>
        <translation>添加标记</translation>
    </message>
    <message>
        <source>Mark this frame; once more: name the marker</source>
        <translation>标记当前帧；再按一次可为标记命名</translation>
    </message>
    <message>
        <source>Delete Marker</source>
        <translation>删除标记</translation>
    </message>
    <message>
        <source>Take the marker of this frame away</source>
        <translation>去掉当前帧的标记</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点选</translation>
    </message>
    <message>
        <source>Click what should go</source>
        <translation>点击要移除的对象</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>框选</translation>
    </message>
    <message>
        <source>Drag a box round the object</source>
        <translation>拖出方框圈住对象</translation>
    </message>
    <message>
        <source>Scribble</source>
        <translation>涂抹</translation>
    </message>
    <message>
        <source>Scribble over what should go</source>
        <translation>在要移除的对象上涂抹</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Paint the mask; Alt takes away</source>
        <translation>绘制遮罩；按住 Alt 为减去</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Take parts of the mask away</source>
        <translation>擦去部分遮罩</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Draw round what to add; Alt takes away</source>
        <translation>圈出要添加的区域；按住 Alt 为减去</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Fill a hole; Alt takes a part away</source>
        <translation>填充孔洞；按住 Alt 去掉一块</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>抓手</translation>
    </message>
    <message>
        <source>Drag the picture about</source>
        <translation>拖动画面</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Click to see it closer; Alt: from farther away</source>
        <translation>单击放大；按住 Alt 单击缩小</translation>
    </message>
    <message>
        <source>Find by Words…</source>
        <translation>按文字查找…</translation>
    </message>
    <message>
        <source>Say what should go</source>
        <translation>说出要去掉什么</translation>
    </message>
    <message>
        <source>Smaller Brush</source>
        <translation>缩小画笔</translation>
    </message>
    <message>
        <source>Larger Brush</source>
        <translation>放大画笔</translation>
    </message>
    <message>
        <source>Copy Mask to Next Frames…</source>
        <translation>将遮罩复制到后续帧…</translation>
    </message>
    <message>
        <source>Interpolate Corrected Frames</source>
        <translation>在修正帧之间插值</translation>
    </message>
    <message>
        <source>Fill in the frames between two corrected ones</source>
        <translation>补全两个修正帧之间的各帧</translation>
    </message>
    <message>
        <source>Delete From Here On</source>
        <translation>从此处起删除</translation>
    </message>
    <message>
        <source>The object is not in the picture any more</source>
        <translation>对象从这里起不再出现在画面中</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>首选项…</translation>
    </message>
    <message>
        <source>The clip with its masks</source>
        <translation>带遮罩的剪辑</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>The clip without the objects</source>
        <translation>移除对象后的剪辑</translation>
    </message>
    <message>
        <source>Side by Side</source>
        <translation>并排对比</translation>
    </message>
    <message>
        <source>Before and after beside each other</source>
        <translation>处理前后并排显示</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>划像对比</translation>
    </message>
    <message>
        <source>Before and after under a line to drag</source>
        <translation>拖动分割线对比处理前后</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>运动</translation>
    </message>
    <message>
        <source>Motion to the next frame, in colours</source>
        <translation>以颜色显示到下一帧的运动</translation>
    </message>
    <message>
        <source>Motion Behind the Objects</source>
        <translation>对象后面的运动</translation>
    </message>
    <message>
        <source>Motion as it is completed where the objects are, to fill from</source>
        <translation>对象所在处补全后的运动，填充时以此为准</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
    <message>
        <source>What the result changed</source>
        <translation>显示结果改动了哪里</translation>
    </message>
    <message>
        <source>Onion Skin</source>
        <translation>洋葱皮</translation>
    </message>
    <message>
        <source>The result laid over the clip</source>
        <translation>将结果叠加在剪辑上</translation>
    </message>
    <message>
        <source>Compare With the Enlarged Film</source>
        <translation>与放大后的影片对比</translation>
    </message>
    <message>
        <source>After is the larger film that was made, not the result</source>
        <translation>“处理后”显示放大后的影片，而不是移除结果</translation>
    </message>
    <message>
        <source>Matte</source>
        <translation>黑白遮罩</translation>
    </message>
    <message>
        <source>The masks, white on black</source>
        <translation>以黑底白色显示遮罩</translation>
    </message>
    <message>
        <source>Outlines</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Only the edges of the masks</source>
        <translation>仅显示遮罩边缘</translation>
    </message>
    <message>
        <source>Clip Only</source>
        <translation>仅剪辑</translation>
    </message>
    <message>
        <source>The clip without anything</source>
        <translation>不叠加任何内容的剪辑</translation>
    </message>
    <message>
        <source>Fit Picture</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Actual Size</source>
        <translation>实际大小</translation>
    </message>
    <message>
        <source>Zoom Timeline In</source>
        <translation>放大时间线</translation>
    </message>
    <message>
        <source>Zoom Timeline Out</source>
        <translation>缩小时间线</translation>
    </message>
    <message>
        <source>Fit Timeline</source>
        <translation>时间线适合窗口</translation>
    </message>
    <message>
        <source>Media</source>
        <translation>媒体</translation>
    </message>
    <message>
        <source>The clips of the project</source>
        <translation>项目中的剪辑</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>What was chosen</source>
        <translation>已选取的对象</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>细化</translation>
    </message>
    <message>
        <source>Edges and holes of masks</source>
        <translation>遮罩的边缘和孔洞</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Frames to be looked at</source>
        <translation>需要查看的帧</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>The steps made so far</source>
        <translation>目前为止的操作步骤</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>How sure, how large, how fast</source>
        <translation>置信度、大小和速度</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>What is being done, what waits</source>
        <translation>正在进行和等待中的任务</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Facts in numbers</source>
        <translation>以数字表示的信息</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>What the program said</source>
        <translation>程序的消息记录</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Workspace: Select</source>
        <translation>工作区：选取</translation>
    </message>
    <message>
        <source>Point at objects</source>
        <translation>指定对象</translation>
    </message>
    <message>
        <source>Workspace: Refine</source>
        <translation>工作区：细化</translation>
    </message>
    <message>
        <source>Correct masks</source>
        <translation>修正遮罩</translation>
    </message>
    <message>
        <source>Workspace: Compare</source>
        <translation>工作区：对比</translation>
    </message>
    <message>
        <source>Large pictures</source>
        <translation>大画面</translation>
    </message>
    <message>
        <source>Workspace: Review</source>
        <translation>工作区：检查</translation>
    </message>
    <message>
        <source>What is suspicious</source>
        <translation>查看可疑之处</translation>
    </message>
    <message>
        <source>Reset Workspace</source>
        <translation>重置工作区</translation>
    </message>
    <message>
        <source>Play or Pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>Play Backwards, Faster</source>
        <translation>倒放，再按加速</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play Forwards, Faster</source>
        <translation>正向播放，再按加速</translation>
    </message>
    <message>
        <source>One Frame Back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>One Frame On</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>One Second Back</source>
        <translation>后退一秒</translation>
    </message>
    <message>
        <source>One Second On</source>
        <translation>前进一秒</translation>
    </message>
    <message>
        <source>First Frame</source>
        <translation>第一帧</translation>
    </message>
    <message>
        <source>Last Frame</source>
        <translation>最后一帧</translation>
    </message>
    <message>
        <source>Go to Frame or Time…</source>
        <translation>转到帧或时间…</translation>
    </message>
    <message>
        <source>Type a number, +10, or a timecode</source>
        <translation>输入帧号、+10 或时间码</translation>
    </message>
    <message>
        <source>Previous Points</source>
        <translation>上一处选点</translation>
    </message>
    <message>
        <source>Next Points</source>
        <translation>下一处选点</translation>
    </message>
    <message>
        <source>Previous Marker</source>
        <translation>上一个标记</translation>
    </message>
    <message>
        <source>Next Marker</source>
        <translation>下一个标记</translation>
    </message>
    <message>
        <source>Previous Suspicious Frame</source>
        <translation>上一个可疑帧</translation>
    </message>
    <message>
        <source>Next Suspicious Frame</source>
        <translation>下一个可疑帧</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>关闭声音</translation>
    </message>
    <message>
        <source>Loop the Range</source>
        <translation>循环播放范围</translation>
    </message>
    <message>
        <source>Set In</source>
        <translation>设置入点</translation>
    </message>
    <message>
        <source>The range begins here</source>
        <translation>范围从这里开始</translation>
    </message>
    <message>
        <source>Set Out</source>
        <translation>设置出点</translation>
    </message>
    <message>
        <source>The range ends here</source>
        <translation>范围到这里结束</translation>
    </message>
    <message>
        <source>Go to In</source>
        <translation>转到入点</translation>
    </message>
    <message>
        <source>Go to Out</source>
        <translation>转到出点</translation>
    </message>
    <message>
        <source>Clear In and Out</source>
        <translation>清除入点和出点</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>跟踪</translation>
    </message>
    <message>
        <source>Follow the objects through the range</source>
        <translation>在范围内跟踪对象</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>正向</translation>
    </message>
    <message>
        <source>Track the object on from this frame</source>
        <translation>从当前帧起正向跟踪对象</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>反向</translation>
    </message>
    <message>
        <source>Track the object back from here</source>
        <translation>从当前帧起反向跟踪对象</translation>
    </message>
    <message>
        <source>Both Ways</source>
        <translation>双向</translation>
    </message>
    <message>
        <source>Track the object both ways from here</source>
        <translation>从当前帧起双向跟踪对象</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Fill them away</source>
        <translation>移除对象并填补背景</translation>
    </message>
    <message>
        <source>Fill Range With…</source>
        <translation>用其他引擎填充范围…</translation>
    </message>
    <message>
        <source>Another engine from In to Out</source>
        <translation>入点到出点改用另一个引擎</translation>
    </message>
    <message>
        <source>Upscale…</source>
        <translation>放大视频…</translation>
    </message>
    <message>
        <source>Write a larger film of the clip or of its result</source>
        <translation>把片段或其结果写成更大的影片</translation>
    </message>
    <message>
        <source>Try Engines on Range…</source>
        <translation>在范围上比较引擎…</translation>
    </message>
    <message>
        <source>Which engine fills this best?</source>
        <translation>哪个引擎在这里填补得最好？</translation>
    </message>
    <message>
        <source>Pause Job</source>
        <translation>暂停任务</translation>
    </message>
    <message>
        <source>Let the work in hand stand still, or go on</source>
        <translation>暂停或继续正在进行的任务</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop the work in hand</source>
        <translation>停止正在进行的任务</translation>
    </message>
    <message>
        <source>Show Report</source>
        <translation>显示报告</translation>
    </message>
    <message>
        <source>What became of the jobs, with pictures</source>
        <translation>各任务的结果，附图片</translation>
    </message>
    <message>
        <source>Clear Results…</source>
        <translation>清除结果…</translation>
    </message>
    <message>
        <source>Take what was filled in away</source>
        <translation>清除已填补的内容</translation>
    </message>
    <message>
        <source>Keyboard…</source>
        <translation>键盘快捷键…</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>The engines, their files and licences</source>
        <translation>引擎及其文件和许可证</translation>
    </message>
    <message>
        <source>Plugins…</source>
        <translation>插件…</translation>
    </message>
    <message>
        <source>Engines from outside the program</source>
        <translation>程序之外的引擎</translation>
    </message>
    <message>
        <source>Copy Report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>What to send when something is wrong</source>
        <translation>出现问题时可发送的信息</translation>
    </message>
    <message>
        <source>Hints for the Beginning</source>
        <translation>入门提示</translation>
    </message>
    <message>
        <source>About Peanut Studio…</source>
        <translation>关于 Peanut Studio…</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>单击</translation>
    </message>
    <message>
        <source>A point on the object</source>
        <translation>在对象上添加一个点</translation>
    </message>
    <message>
        <source>Right click, Alt+click</source>
        <translation>右键单击，Alt+单击</translation>
    </message>
    <message>
        <source>A point on something that does not belong to it</source>
        <translation>在不属于对象的地方添加一个点</translation>
    </message>
    <message>
        <source>Drag (after R)</source>
        <translation>拖动（按 R 后）</translation>
    </message>
    <message>
        <source>A box round the object</source>
        <translation>用方框圈住对象</translation>
    </message>
    <message>
        <source>1 … 9</source>
        <translation>1 … 9</translation>
    </message>
    <message>
        <source>Select that object, or pick that candidate</source>
        <translation>选择该对象，或选取该候选项</translation>
    </message>
    <message>
        <source>\ held</source>
        <translation>按住 \</translation>
    </message>
    <message>
        <source>The original, for as long as it is held</source>
        <translation>按住期间显示原始画面</translation>
    </message>
    <message>
        <source>K held + J / L</source>
        <translation>按住 K + J / L</translation>
    </message>
    <message>
        <source>One frame back / on</source>
        <translation>后退 / 前进一帧</translation>
    </message>
    <message>
        <source>Shift held</source>
        <translation>按住 Shift</translation>
    </message>
    <message>
        <source>The mask that a click here would make</source>
        <translation>预览在此处单击得到的遮罩</translation>
    </message>
    <message>
        <source>Alt+drag, right drag (brush)</source>
        <translation>Alt+拖动，右键拖动（画笔）</translation>
    </message>
    <message>
        <source>Take away instead of adding</source>
        <translation>减去而不是添加</translation>
    </message>
    <message>
        <source>Ctrl+wheel, Alt+wheel (brush)</source>
        <translation>Ctrl+滚轮，Alt+滚轮（画笔）</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <source>Escape</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Give up what is being drawn</source>
        <translation>放弃正在绘制的内容</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Zoom to the cursor</source>
        <translation>以光标为中心缩放</translation>
    </message>
    <message>
        <source>Middle drag</source>
        <translation>中键拖动</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>移动画面</translation>
    </message>
    <message>
        <source>Wheel on the timeline</source>
        <translation>在时间线上滚动滚轮</translation>
    </message>
    <message>
        <source>Zoom; with Shift move along, with Ctrl up and down</source>
        <translation>缩放；按住 Shift 左右移动，按住 Ctrl 上下移动</translation>
    </message>
    <message>
        <source>Drag the ends of the range</source>
        <translation>拖动范围两端</translation>
    </message>
    <message>
        <source>Set In and Out</source>
        <translation>设置入点和出点</translation>
    </message>
    <message>
        <source>Double click on a marker</source>
        <translation>双击标记</translation>
    </message>
    <message>
        <source>Give it a name</source>
        <translation>为标记命名</translation>
    </message>
    <message>
        <source>Select Object</source>
        <translation>选择对象</translation>
    </message>
    <message>
        <source>Show the Original</source>
        <translation>显示原始画面</translation>
    </message>
</context>
<context>
    <name>Announcing</name>
    <message>
        <source>{work}: failed</source>
        <translation>{work}：失败</translation>
    </message>
    <message>
        <source>{work}: done</source>
        <translation>{work}：完成</translation>
    </message>
    <message>
        <source>Paused, {percent} % - {title}</source>
        <translation>已暂停，{percent} % - {title}</translation>
    </message>
</context>
<context>
    <name>Clearing</name>
    <message>
        <source>Nothing has been filled in yet.</source>
        <translation>尚未填补任何内容。</translation>
    </message>
    <message>
        <source>Clear Results</source>
        <translation>清除结果</translation>
    </message>
    <message>
        <source>Take away what was filled in?</source>
        <translation>清除已填补的内容？</translation>
    </message>
    <message numerus="yes">
        <source>%n filled frames show the objects again. Undo brings the result back.</source>
        <translation>
            <numerusform>%n 个已填补的帧将重新显示对象。撤销可恢复结果。</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear &amp;All</source>
        <translation>全部清除(&amp;A)</translation>
    </message>
    <message>
        <source>Clear From &amp;In to Out</source>
        <translation>清除入点至出点(&amp;I)</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Only where {name} was</source>
        <translation>仅限 {name} 所在之处</translation>
    </message>
    <message>
        <source>Cleared. Undo brings the result back.</source>
        <translation>已清除。撤销可恢复结果。</translation>
    </message>
</context>
<context>
    <name>Comparing</name>
    <message>
        <source>Enlarged</source>
        <translation>已放大</translation>
    </message>
</context>
<context>
    <name>Consent</name>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Download {size} of trained weights?</source>
        <translation>要下载 {size} 的模型权重吗？</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>下载(&amp;D)</translation>
    </message>
    <message>
        <source>Not Now</source>
        <translation>暂不下载</translation>
    </message>
</context>
<context>
    <name>Correcting</name>
    <message>
        <source>{name} is locked: unlock it in the list of objects to change it.</source>
        <translation>“{name}”已锁定：请先在对象列表中解锁再修改。</translation>
    </message>
    <message>
        <source>{name} has no mask on this frame: point at it or paint it first.</source>
        <translation>“{name}”在当前帧没有遮罩：请先点选或绘制。</translation>
    </message>
    <message>
        <source>Interpolating needs a corrected frame before and one after this one: paint both first.</source>
        <translation>插值需要在当前帧前后各有一个修正帧：请先绘制这两帧。</translation>
    </message>
    <message>
        <source>There is no frame between the corrected ones: go to where some are to be filled in.</source>
        <translation>两个修正帧之间没有其他帧：请转到需要补全的位置。</translation>
    </message>
    <message>
        <source>No object is selected: select one in the list, or make one by clicking or painting it.</source>
        <translation>未选择对象：请在列表中选择，或在画面中点选或绘制一个。</translation>
    </message>
</context>
<context>
    <name>CurvesPanel</name>
    <message>
        <source>Select an object that was tracked: how sure and how large it is stands here.</source>
        <translation>请选择一个已跟踪的对象：此处会显示其置信度和大小。</translation>
    </message>
    <message>
        <source>Curves of the selected object</source>
        <translation>所选对象的曲线</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Opening {name}…</source>
        <translation>正在打开 {name}…</translation>
    </message>
    <message>
        <source>There is no suspicious frame that way.</source>
        <translation>该方向上没有可疑帧。</translation>
    </message>
    <message>
        <source>Click what should go, or say it in words.</source>
        <translation>点击要移除的东西，或用文字说出来。</translation>
    </message>
    <message>
        <source>Finding the object…</source>
        <translation>正在识别对象…</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>The result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>The result, with the mattes as its alpha</source>
        <translation>结果，以黑白遮罩作为 Alpha 通道</translation>
    </message>
    <message>
        <source>The objects, cut out</source>
        <translation>抠出的对象</translation>
    </message>
    <message>
        <source>The clip, with transparent holes</source>
        <translation>剪辑，对象处透明</translation>
    </message>
    <message>
        <source>All mattes together</source>
        <translation>所有遮罩合为一体</translation>
    </message>
    <message>
        <source>A folder of mattes for each object</source>
        <translation>每个对象一个遮罩文件夹</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>Measuring the size…</source>
        <translation>正在估算大小…</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Begins when the removal is done</source>
        <translation>移除完成后开始</translation>
    </message>
    <message>
        <source>{name} exists already and is replaced.</source>
        <translation>{name} 已存在，将被替换。</translation>
    </message>
    <message>
        <source>R&amp;eplace</source>
        <translation>替换(&amp;E)</translation>
    </message>
    <message>
        <source>About {size}</source>
        <translation>约 {size}</translation>
    </message>
    <message>
        <source>Export Into</source>
        <translation>导出到</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>There is nothing to write by this yet: track an object, or remove it, first.</source>
        <translation>尚无可用此预设导出的内容：请先跟踪或移除对象。</translation>
    </message>
    <message>
        <source>What to write</source>
        <translation>导出内容</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>From in to out</source>
        <translation>入点到出点</translation>
    </message>
    <message>
        <source>The whole clip</source>
        <translation>整段剪辑</translation>
    </message>
    <message>
        <source>{count} frames, {seconds} s</source>
        <translation>{count} 帧，{seconds} 秒</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>&amp;Keep sound, subtitles and chapters</source>
        <translation>保留声音、字幕和章节(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Linear light (off: as it is displayed)</source>
        <translation>线性光（关闭：按显示色彩）(&amp;L)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>{name} the clip&apos;s name, {date} today, {preset} the preset, {range} first and last frame</source>
        <translation>{name} 剪辑名称，{date} 当天日期，{preset} 预设，{range} 首帧和末帧</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind of file</source>
        <translation>文件类型</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation>内容(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Range</source>
        <translation>范围(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Quality</source>
        <translation>质量(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>There is nothing to export yet: click an object, then Track or Remove.</source>
        <translation>尚无可导出的内容：请先点击对象，再执行跟踪或移除。</translation>
    </message>
    <message>
        <source>Exported {path}.</source>
        <translation>已导出 {path}。</translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>pixels {wide}:{high}</source>
        <translation>像素 {wide}:{high}</translation>
    </message>
    <message>
        <source>turned {degrees}°</source>
        <translation>旋转 {degrees}°</translation>
    </message>
    <message>
        <source>{count} frames, {seconds} s</source>
        <translation>{count} 帧，{seconds} 秒</translation>
    </message>
    <message>
        <source>{bits} bit</source>
        <translation>{bits} 位</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>有</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>Coding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>{pixels} px, {percent} %</source>
        <translation>{pixels} 像素，{percent} %</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点选</translation>
    </message>
    <message>
        <source>Key frames</source>
        <translation>关键帧</translation>
    </message>
    <message>
        <source>Corrected frames</source>
        <translation>已修正的帧</translation>
    </message>
    <message>
        <source>Tracked frames</source>
        <translation>已跟踪的帧</translation>
    </message>
    <message>
        <source>Area here</source>
        <translation>此处面积</translation>
    </message>
    <message>
        <source>Confidence here</source>
        <translation>此处置信度</translation>
    </message>
    <message>
        <source>{rate} frames/s</source>
        <translation>{rate} 帧/秒</translation>
    </message>
    <message>
        <source>varies, {rate} frames/s on average</source>
        <translation>可变，平均 {rate} 帧/秒</translation>
    </message>
    <message>
        <source>full range</source>
        <translation>全范围</translation>
    </message>
    <message>
        <source>limited range</source>
        <translation>有限范围</translation>
    </message>
    <message>
        <source>not said; read as is usual</source>
        <translation>未注明；按惯例读取</translation>
    </message>
</context>
<context>
    <name>Faults</name>
    <message>
        <source>There is not enough memory: close other programs and try again; what was finished is kept.</source>
        <translation>内存不足：请关闭其他程序后重试；已完成的部分会保留。</translation>
    </message>
    <message>
        <source>Something went wrong inside the program ({kind}); what happened is written in {where}.</source>
        <translation>程序内部出错（{kind}）；详情已写入 {where}。</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>Nothing on this frame looks like “{phrase}”: say it in other words, or click it.</source>
        <translation>这一帧上没有像“{phrase}”的东西：换个说法，或直接点击它。</translation>
    </message>
    <message>
        <source>Nothing fits “{phrase}”; what comes nearest, with {score}, is number 1.</source>
        <translation>没有符合“{phrase}”的东西；最接近的是 1 号，{score}。</translation>
    </message>
    <message>
        <source>“{words}” was not used: this engine knows colour, place, size and motion, not names.</source>
        <translation>“{words}”没有用到：这个引擎只懂颜色、位置、大小和运动，不懂名称。</translation>
    </message>
    <message>
        <source>“{words}” was not used: places beside other things are not understood.</source>
        <translation>“{words}”没有用到：不理解相对于其他东西的位置。</translation>
    </message>
</context>
<context>
    <name>Helping</name>
    <message>
        <source>Open a clip here, or drop a file anywhere in the window.</source>
        <translation>在这里打开剪辑，或将文件拖放到窗口中的任意位置。</translation>
    </message>
    <message>
        <source>Click what should go. Right click what does not belong to it.</source>
        <translation>点击要移除的对象；右键单击不属于它的部分。</translation>
    </message>
    <message>
        <source>Remove follows the object through the clip and fills it away.</source>
        <translation>“移除”会在整段剪辑中跟踪对象，并填补它所在的位置。</translation>
    </message>
    <message>
        <source>Export writes the film. F1 lists all keys.</source>
        <translation>“导出”生成视频。按 F1 查看所有快捷键。</translation>
    </message>
    <message>
        <source>Removes things from video.</source>
        <translation>从视频中移除对象。</translation>
    </message>
    <message>
        <source>About Peanut Studio</source>
        <translation>关于 Peanut Studio</translation>
    </message>
    <message>
        <source>The report is in the clipboard; it holds names of files but no folders.</source>
        <translation>报告已复制到剪贴板；其中包含文件名，但不含文件夹。</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>No clip is open yet</source>
        <translation>尚未打开剪辑</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Clip</source>
        <translation>剪辑</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Under the mouse</source>
        <translation>鼠标处</translation>
    </message>
    <message>
        <source>Pixel</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
</context>
<context>
    <name>JobBar</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop the work in hand (Ctrl+.)</source>
        <translation>停止正在进行的任务 (Ctrl+.)</translation>
    </message>
    <message>
        <source>Show the list of jobs</source>
        <translation>显示任务列表</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n 项等待中</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Go to what it made</source>
        <translation>转到其结果</translation>
    </message>
    <message>
        <source>Open the folder it is in</source>
        <translation>打开其所在文件夹</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>提前</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>推后</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>从列表中移除</translation>
    </message>
</context>
<context>
    <name>JobWords</name>
    <message>
        <source>{work}: stopping…</source>
        <translation>{work}：正在停止…</translation>
    </message>
    <message>
        <source>{work}: pausing…</source>
        <translation>{work}：正在暂停…</translation>
    </message>
    <message>
        <source>{work}: paused</source>
        <translation>{work}：已暂停</translation>
    </message>
    <message>
        <source>{work}: starting…</source>
        <translation>{work}：正在启动…</translation>
    </message>
    <message>
        <source>Waits for its turn</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Held back until you let it go on</source>
        <translation>已搁置，直到您让它继续</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>{work}: how long it takes is not known</source>
        <translation>{work}：所需时间未知</translation>
    </message>
    <message>
        <source>{work}: at most {time}; how much memory is not known</source>
        <translation>{work}：最多 {time}；所需内存未知</translation>
    </message>
    <message>
        <source>{work}: at most {time} and {memory}</source>
        <translation>{work}：最多 {time}、{memory}</translation>
    </message>
    <message>
        <source>Times are those of two cores without a GPU, for an object that fills the frame; smaller ones take less.</source>
        <translation>时间按双核、无 GPU、对象占满画面计算；较小的对象用时更短。</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Nothing is being done.
Track, Remove, Export and downloads are listed here. What you ask for while one of them runs waits for its turn, and takes the clip as it is then.</source>
        <translation>没有正在进行的任务。
跟踪、移除、导出和下载会列在这里。在某项任务运行时再要求的任务会排队等待，并以轮到它时的剪辑为准。</translation>
    </message>
    <message>
        <source>Clear Finished</source>
        <translation>清除已结束的任务</translation>
    </message>
    <message>
        <source>Take what is over off the list</source>
        <translation>将已结束的任务从列表中移除</translation>
    </message>
    <message>
        <source>Show Report</source>
        <translation>显示报告</translation>
    </message>
    <message>
        <source>What became of the jobs, with pictures</source>
        <translation>各任务的结果，附图片</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
</context>
<context>
    <name>Keeper</name>
    <message>
        <source>{name} is open already.</source>
        <translation>{name} 已经打开。</translation>
    </message>
    <message>
        <source>{path} holds no clip.</source>
        <translation>{path} 中没有剪辑。</translation>
    </message>
    <message>
        <source>Saved. Everything you do from now on is kept in {name} as you do it.</source>
        <translation>已保存。此后的每一步操作都会即时存入 {name}。</translation>
    </message>
    <message>
        <source>{folder} cannot be made ({why}); choose another folder.</source>
        <translation>无法创建 {folder}（{why}）；请选择其他文件夹。</translation>
    </message>
</context>
<context>
    <name>KeyEditor</name>
    <message>
        <source>Search actions</source>
        <translation>搜索操作</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>操作及其快捷键</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>新快捷键</translation>
    </message>
    <message>
        <source>&amp;Take It Anyway</source>
        <translation>仍然使用(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Usual Keys</source>
        <translation>恢复默认(&amp;U)</translation>
    </message>
    <message>
        <source>Reset &amp;All</source>
        <translation>全部重置(&amp;A)</translation>
    </message>
    <message>
        <source>New &amp;keys</source>
        <translation>新快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>{key} is kept for &apos;{use}&apos;; choose another.</source>
        <translation>{key} 保留用于“{use}”；请选择其他按键。</translation>
    </message>
    <message>
        <source>{key} belongs to &apos;{name}&apos; already.</source>
        <translation>{key} 已用于“{name}”。</translation>
    </message>
    <message>
        <source>{key} belongs to &apos;{name}&apos; now; change that first.</source>
        <translation>{key} 目前用于“{name}”；请先修改该项。</translation>
    </message>
</context>
<context>
    <name>KeyboardDialog</name>
    <message>
        <source>Keyboard</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Mouse and held keys</source>
        <translation>鼠标与按住的按键</translation>
    </message>
</context>
<context>
    <name>Lanes</name>
    <message>
        <source>Enlarged</source>
        <translation>已放大</translation>
    </message>
    <message>
        <source>Removed (changed since)</source>
        <translation>已移除（之后有改动）</translation>
    </message>
    <message>
        <source>Partly removed</source>
        <translation>部分移除</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>剪辑</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>检查</translation>
    </message>
</context>
<context>
    <name>LogPanel</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Least level</source>
        <translation>最低级别</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Notes and worse</source>
        <translation>提示及以上</translation>
    </message>
    <message>
        <source>Warnings and worse</source>
        <translation>警告及以上</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>仅错误</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Copy &amp;Report</source>
        <translation>复制报告(&amp;R)</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Objects</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>细化</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Brush {width} px</source>
        <translation>画笔 {width} 像素</translation>
    </message>
    <message>
        <source>The plugin &apos;{plugin}&apos; does not answer; Escape gives it up.</source>
        <translation>插件“{plugin}”没有响应；按 Escape 放弃。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Media</source>
        <translation>媒体</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Films ({endings});;All files (*)</source>
        <translation>视频 ({endings});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open a Clip</source>
        <translation>打开剪辑</translation>
    </message>
    <message>
        <source>Open a Folder of Images</source>
        <translation>打开图像序列文件夹</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Undo {step}</source>
        <translation>撤销 {step}</translation>
    </message>
    <message>
        <source>Redo {step}</source>
        <translation>重做 {step}</translation>
    </message>
</context>
<context>
    <name>MediaBin</name>
    <message>
        <source>Open or drop a clip. A project can hold several.</source>
        <translation>打开或拖入剪辑。一个项目可包含多个剪辑。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add clips to the project (Ctrl+Alt+O)</source>
        <translation>添加剪辑到项目 (Ctrl+Alt+O)</translation>
    </message>
    <message>
        <source>Media</source>
        <translation>媒体</translation>
    </message>
    <message>
        <source>Not found; click to show where it is</source>
        <translation>未找到；点击以指定位置</translation>
    </message>
    <message>
        <source>1 clip</source>
        <translation>1 个剪辑</translation>
    </message>
    <message>
        <source>{count} clips</source>
        <translation>{count} 个剪辑</translation>
    </message>
    <message>
        <source>Take Out of the Project</source>
        <translation>从项目中移出</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Open Recent</source>
        <translation>打开最近使用</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>关闭消息</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>For</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>下载(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Cancel Download</source>
        <translation>取消下载(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>校验(&amp;V)</translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation>删除(&amp;L)</translation>
    </message>
    <message>
        <source>Open &amp;Folder</source>
        <translation>打开文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>It also needs the Python package {name}, which is not installed.</source>
        <translation>它还需要尚未安装的 Python 软件包 {name}。</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>The files are as they were published.</source>
        <translation>文件与发布版本一致。</translation>
    </message>
    <message>
        <source>Deleted.</source>
        <translation>已删除。</translation>
    </message>
    <message>
        <source>Tracking</source>
        <translation>跟踪</translation>
    </message>
    <message>
        <source>Finding by words</source>
        <translation>文字查找</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>运动</translation>
    </message>
    <message>
        <source>Filling</source>
        <translation>填补</translation>
    </message>
    <message>
        <source>Enlarging</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Needs no files</source>
        <translation>无需文件</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>已就绪</translation>
    </message>
    <message>
        <source>Not downloaded</source>
        <translation>未下载</translation>
    </message>
    <message>
        <source>Partly downloaded</source>
        <translation>已下载部分</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Made by:</source>
        <translation>制作者：</translation>
    </message>
    <message>
        <source>&amp;Go On</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>Downloaded.</source>
        <translation>下载完成。</translation>
    </message>
    <message>
        <source>Begins when this is done: {work}. The dialog may be closed.</source>
        <translation>此任务完成后开始：{work}。可以关闭此对话框。</translation>
    </message>
    <message>
        <source>Stopped; it can go on from there.</source>
        <translation>已停止；可以从中断处继续。</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Marker</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Name of the marker</source>
        <translation>标记名称</translation>
    </message>
    <message>
        <source>Name of the marker:</source>
        <translation>标记名称：</translation>
    </message>
</context>
<context>
    <name>ObjectRow</name>
    <message>
        <source>Colour of the object</source>
        <translation>对象颜色</translation>
    </message>
    <message>
        <source>Name of the object</source>
        <translation>对象名称</translation>
    </message>
    <message>
        <source>Show or hide the mask (what is hidden is removed too)</source>
        <translation>显示或隐藏遮罩（隐藏的对象同样会被移除）</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Lock: keep points and strokes off</source>
        <translation>锁定：不接受选点和笔触</translation>
    </message>
    <message>
        <source>Is removed; press to keep it in the picture</source>
        <translation>将被移除；按下可保留在画面中</translation>
    </message>
    <message>
        <source>Stays; press to remove it</source>
        <translation>将保留；按下可移除</translation>
    </message>
    <message>
        <source>Delete this object</source>
        <translation>删除此对象</translation>
    </message>
    <message>
        <source>Colour of {name}</source>
        <translation>“{name}”的颜色</translation>
    </message>
</context>
<context>
    <name>ObjectsPanel</name>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>The next point makes another object (N)</source>
        <translation>下一个点将新建一个对象 (N)</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Click the object in the picture. Right click (or Alt+click) what does not belong to it. R, then drag: a box round it. B: paint the mask by hand.</source>
        <translation>在画面中单击对象；右键单击（或 Alt+单击）不属于它的部分。按 R 后拖动：用方框圈住。按 B：手动绘制遮罩。</translation>
    </message>
    <message>
        <source>Tracking…</source>
        <translation>正在跟踪…</translation>
    </message>
    <message>
        <source>Tracking… {share} %</source>
        <translation>正在跟踪… {share} %</translation>
    </message>
    <message>
        <source>Being removed…</source>
        <translation>正在移除…</translation>
    </message>
    <message>
        <source>Click or paint it in the picture</source>
        <translation>请在画面中点选或绘制</translation>
    </message>
    <message>
        <source>Stays in the picture</source>
        <translation>保留在画面中</translation>
    </message>
    <message>
        <source>Not tracked yet</source>
        <translation>尚未跟踪</translation>
    </message>
    <message>
        <source>Changed: track again</source>
        <translation>已更改：请重新跟踪</translation>
    </message>
    <message>
        <source>Tracked</source>
        <translation>已跟踪</translation>
    </message>
    <message>
        <source>Tracked in part</source>
        <translation>已跟踪部分</translation>
    </message>
</context>
<context>
    <name>Pace</name>
    <message>
        <source>{done} of {total}, {found} from before</source>
        <translation>{done} / {total}，其中 {found} 为此前已完成</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation>{size}/秒</translation>
    </message>
    <message>
        <source>{rate} frames/s</source>
        <translation>{rate} 帧/秒</translation>
    </message>
    <message>
        <source>{s} s a frame</source>
        <translation>每帧 {s} 秒</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>{s} s</source>
        <translation>{s} 秒</translation>
    </message>
    <message>
        <source>{min} min {s} s</source>
        <translation>{min} 分 {s} 秒</translation>
    </message>
    <message>
        <source>{h} h {min} min</source>
        <translation>{h} 小时 {min} 分</translation>
    </message>
</context>
<context>
    <name>Patience</name>
    <message>
        <source>The mask was not found in time; what was to find it has been ended. Click again to retry.</source>
        <translation>未能及时找到遮罩，查找进程已结束。请再次点击重试。</translation>
    </message>
    <message>
        <source>The plugin &apos;{plugin}&apos; did not answer and was ended; choose another engine in the preferences.</source>
        <translation>插件“{plugin}”没有响应，已被结束；请在首选项中选择其他引擎。</translation>
    </message>
</context>
<context>
    <name>Plots</name>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Area, %</source>
        <translation>面积，%</translation>
    </message>
    <message>
        <source>Motion, px</source>
        <translation>运动，px</translation>
    </message>
    <message>
        <source>Warping error</source>
        <translation>变形误差</translation>
    </message>
    <message>
        <source>Motion: the median over the picture. Warping error: how far what was filled in is from the next frame brought back along the motion, in levels of 255; flicker makes peaks.</source>
        <translation>运动：整幅画面的中位数。变形误差：填充部分与沿运动方向对齐的下一帧之间的差异，以 255 级计；闪烁会形成尖峰。</translation>
    </message>
</context>
<context>
    <name>PluginsDialog</name>
    <message>
        <source>Plugins</source>
        <translation>插件</translation>
    </message>
    <message>
        <source>Engines from outside the program. Their code runs only when you allow it.</source>
        <translation>程序之外的引擎。只有在您允许后，其代码才会运行。</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>插件</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>&amp;Allow…</source>
        <translation>允许(&amp;A)…</translation>
    </message>
    <message>
        <source>For&amp;bid</source>
        <translation>禁止(&amp;B)</translation>
    </message>
    <message>
        <source>Open &amp;Folder</source>
        <translation>打开文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>未采用</translation>
    </message>
    <message>
        <source>Changed since it was allowed</source>
        <translation>允许后已被更改</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>已允许</translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation>未允许</translation>
    </message>
    <message>
        <source>There are none. Your own go into the folder that the button opens.</source>
        <translation>没有插件。您自己的插件请放入该按钮所打开的文件夹。</translation>
    </message>
    <message>
        <source>Made by:</source>
        <translation>制作者：</translation>
    </message>
    <message>
        <source>It lies in {folder}</source>
        <translation>位于 {folder}</translation>
    </message>
    <message>
        <source>Its code will run with your rights and can do whatever you can.</source>
        <translation>其代码将以您的权限运行，能做您能做的一切。</translation>
    </message>
    <message>
        <source>Licence:</source>
        <translation>许可证：</translation>
    </message>
    <message>
        <source>Allow the plugin {name}?</source>
        <translation>允许插件 {name} 吗？</translation>
    </message>
    <message>
        <source>&amp;Allow</source>
        <translation>允许(&amp;A)</translation>
    </message>
</context>
<context>
    <name>Pointing</name>
    <message>
        <source>First click the object itself on this frame; then right click what does not belong to it.</source>
        <translation>请先在当前帧上单击对象本身，再右键单击不属于它的部分。</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Memory and Disk</source>
        <translation>内存与磁盘</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Open the Window Anew</source>
        <translation>重新打开窗口(&amp;O)</translation>
    </message>
    <message>
        <source>Close the window and open the same project in one that speaks this language</source>
        <translation>关闭窗口，并以此语言重新打开同一项目</translation>
    </message>
    <message>
        <source>A new language counts from the next window on.</source>
        <translation>新语言将在重新打开窗口后生效。</translation>
    </message>
    <message>
        <source>&amp;Notify me when a job is done while another window is in front</source>
        <translation>其他窗口在前时，任务完成后通知我(&amp;N)</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>The best there is</source>
        <translation>自动选择最佳设备</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器 (CPU)</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>设备(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Tracking</source>
        <translation>跟踪(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Motion</source>
        <translation>运动(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Words</source>
        <translation>文字(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Filling</source>
        <translation>填补(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Enlarging</source>
        <translation>放大(&amp;E)</translation>
    </message>
    <message>
        <source>What suits best</source>
        <translation>自动选择最合适的</translation>
    </message>
    <message>
        <source>They are used from the next job on. Help &gt; Models fetches what is missing.</source>
        <translation>从下一个任务开始生效。缺少的模型可在“帮助 &gt; 模型”中下载。</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限制</translation>
    </message>
    <message>
        <source>&amp;Memory at most</source>
        <translation>内存上限(&amp;M)</translation>
    </message>
    <message>
        <source>Cache folder</source>
        <translation>缓存文件夹</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>选择(&amp;C)…</translation>
    </message>
    <message>
        <source>Choose the cache folder</source>
        <translation>选择缓存文件夹</translation>
    </message>
    <message>
        <source>&amp;Usual</source>
        <translation>默认(&amp;U)</translation>
    </message>
    <message>
        <source>Keep it in the user&apos;s cache folder</source>
        <translation>使用当前用户的缓存文件夹</translation>
    </message>
    <message>
        <source>Cache in</source>
        <translation>缓存位置</translation>
    </message>
    <message>
        <source>The environment names this folder ({name}).</source>
        <translation>此文件夹由环境变量指定 ({name})。</translation>
    </message>
    <message>
        <source>Cache at mo&amp;st</source>
        <translation>缓存上限(&amp;S)</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在计算…</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>清空(&amp;L)</translation>
    </message>
    <message>
        <source>Take away masks and small copies kept so far</source>
        <translation>清除目前缓存的遮罩和代理</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>已使用</translation>
    </message>
    <message>
        <source>{side} pixels wide</source>
        <translation>宽 {side} 像素</translation>
    </message>
    <message>
        <source>Small co&amp;pies</source>
        <translation>代理大小(&amp;P)</translation>
    </message>
    <message>
        <source>Small copies are shown while you scrub and play. A new size counts for clips opened next.</source>
        <translation>拖动播放头和播放时显示代理。新的大小对之后打开的剪辑生效。</translation>
    </message>
    <message>
        <source>{title} (needs the Python package {name})</source>
        <translation>{title}（需要 Python 软件包 {name}）</translation>
    </message>
    <message>
        <source>{title} (to be fetched: {size})</source>
        <translation>{title}（需下载 {size}）</translation>
    </message>
    <message>
        <source>A phrase makes an object with its masks through the whole range; there is nothing to pick.</source>
        <translation>输入短语即生成一个对象，整个范围内都有遮罩；无需再挑选。</translation>
    </message>
    <message>
        <source>Licence: {licence}.</source>
        <translation>许可：{licence}。</translation>
    </message>
    <message>
        <source>{size} are still to be fetched.</source>
        <translation>还需下载 {size}。</translation>
    </message>
    <message>
        <source>Its makers give the files only to those who accepted the licence at {page}.</source>
        <translation>制作者只向在 {page} 接受许可的人提供文件。</translation>
    </message>
    <message>
        <source>Keep the Cache In</source>
        <translation>选择缓存位置</translation>
    </message>
    <message>
        <source>{size} freed</source>
        <translation>已释放 {size}</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>H.264 (MP4)</source>
        <translation>H.264 (MP4)</translation>
    </message>
    <message>
        <source>Plays everywhere.</source>
        <translation>几乎所有设备都能播放。</translation>
    </message>
    <message>
        <source>H.265 (MP4)</source>
        <translation>H.265 (MP4)</translation>
    </message>
    <message>
        <source>Half the size of H.264; plays on most newer devices.</source>
        <translation>大小约为 H.264 的一半；多数较新设备可播放。</translation>
    </message>
    <message>
        <source>AV1 (MP4)</source>
        <translation>AV1 (MP4)</translation>
    </message>
    <message>
        <source>The smallest file; newer browsers and players.</source>
        <translation>文件最小；适用于较新的浏览器和播放器。</translation>
    </message>
    <message>
        <source>VP9 (WebM)</source>
        <translation>VP9 (WebM)</translation>
    </message>
    <message>
        <source>For the web; can be transparent.</source>
        <translation>用于网页；支持透明。</translation>
    </message>
    <message>
        <source>ProRes 422 HQ (MOV)</source>
        <translation>ProRes 422 HQ (MOV)</translation>
    </message>
    <message>
        <source>For editing on; large files.</source>
        <translation>用于后续剪辑；文件较大。</translation>
    </message>
    <message>
        <source>ProRes 4444 with Alpha (MOV)</source>
        <translation>ProRes 4444 带 Alpha (MOV)</translation>
    </message>
    <message>
        <source>For compositing: cut out objects, or the clip with holes.</source>
        <translation>用于合成：抠出的对象，或对象处透明的剪辑。</translation>
    </message>
    <message>
        <source>FFV1 (MKV)</source>
        <translation>FFV1 (MKV)</translation>
    </message>
    <message>
        <source>Lossless: outside the mask every sample is the source&apos;s.</source>
        <translation>无损：遮罩之外的每个样本都与源素材相同。</translation>
    </message>
    <message>
        <source>PNG Pictures</source>
        <translation>PNG 图像序列</translation>
    </message>
    <message>
        <source>A folder with a picture for each frame.</source>
        <translation>一个文件夹，每帧一张图像。</translation>
    </message>
    <message>
        <source>OpenEXR Pictures</source>
        <translation>OpenEXR 图像序列</translation>
    </message>
    <message>
        <source>Half floats, for compositing; a folder with a picture for each frame.</source>
        <translation>半精度浮点，用于合成；一个文件夹，每帧一张图像。</translation>
    </message>
    <message>
        <source>Mattes as PNG Pictures</source>
        <translation>PNG 黑白遮罩序列</translation>
    </message>
    <message>
        <source>White on black, a folder for each object.</source>
        <translation>黑底白色，每个对象一个文件夹。</translation>
    </message>
    <message>
        <source>Matte as a Film (MKV)</source>
        <translation>黑白遮罩视频 (MKV)</translation>
    </message>
    <message>
        <source>One grey film, lossless: white where the objects are.</source>
        <translation>一段无损灰度视频：对象处为白色。</translation>
    </message>
</context>
<context>
    <name>Projection</name>
    <message>
        <source>Before</source>
        <translation>处理前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>处理后</translation>
    </message>
    <message>
        <source>No result for this frame yet.</source>
        <translation>此帧尚无结果。</translation>
    </message>
    <message>
        <source>This frame is still being made.</source>
        <translation>此帧仍在处理中。</translation>
    </message>
    <message>
        <source>It is shown here as soon as it is filled.</source>
        <translation>填补完成后会立即显示在此处。</translation>
    </message>
    <message>
        <source>The larger film does not have this frame.</source>
        <translation>放大后的影片中没有此帧。</translation>
    </message>
    <message>
        <source>It shows the range that was enlarged.</source>
        <translation>它只包含已放大的范围。</translation>
    </message>
    <message>
        <source>Point at an object, then press Remove.</source>
        <translation>请指定对象，然后点击“移除”。</translation>
    </message>
    <message>
        <source>After, outside the range</source>
        <translation>处理后（范围之外）</translation>
    </message>
    <message>
        <source>Filling frame {frame}</source>
        <translation>正在填补第 {frame} 帧</translation>
    </message>
    <message>
        <source>Outside the range</source>
        <translation>范围之外</translation>
    </message>
    <message>
        <source>Difference, {gain} times</source>
        <translation>差值，{gain} 倍</translation>
    </message>
    <message>
        <source>Measuring motion…</source>
        <translation>正在计算运动…</translation>
    </message>
    <message>
        <source>{scale} px a frame</source>
        <translation>每帧 {scale} 像素</translation>
    </message>
    <message>
        <source>Completed behind the objects</source>
        <translation>对象后面已补全</translation>
    </message>
    <message>
        <source>As measured: no mask on this frame</source>
        <translation>测得的运动：此帧没有遮罩</translation>
    </message>
    <message>
        <source>No motion here: a flow engine will blur</source>
        <translation>此处没有运动：光流引擎的结果会模糊</translation>
    </message>
</context>
<context>
    <name>Projects</name>
    <message>
        <source>{name} is saved as you work: there is nothing to be done.</source>
        <translation>{name} 会在您工作时自动保存，无需操作。</translation>
    </message>
    <message>
        <source>This is the only clip of the project; add another one first.</source>
        <translation>这是项目中唯一的剪辑；请先添加其他剪辑。</translation>
    </message>
    <message>
        <source>{name} was taken out of the project.</source>
        <translation>已将 {name} 从项目中移出。</translation>
    </message>
    <message>
        <source>Put It Back</source>
        <translation>放回</translation>
    </message>
    <message>
        <source>Open a Project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Add Clips</source>
        <translation>添加剪辑</translation>
    </message>
    <message>
        <source>Films ({endings});;All files (*)</source>
        <translation>视频 ({endings});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Save Project As</source>
        <translation>项目另存为</translation>
    </message>
    <message>
        <source>Collect Into a Folder</source>
        <translation>收集到文件夹</translation>
    </message>
    <message>
        <source>{project} was not made here and uses files outside its folder.</source>
        <translation>{project} 不是在此电脑上创建的，并使用其文件夹以外的文件。</translation>
    </message>
    <message>
        <source>Open them only if you know where the project comes from; it works without them, too.</source>
        <translation>仅在了解项目来源时才打开这些文件；没有它们也能使用该项目。</translation>
    </message>
    <message>
        <source>&amp;Open Them</source>
        <translation>打开这些文件(&amp;O)</translation>
    </message>
    <message>
        <source>Open &amp;Without Them</source>
        <translation>不使用这些文件(&amp;W)</translation>
    </message>
    <message>
        <source>Import Masks: a Film, a JSON or NPZ File, or a Picture of a Folder</source>
        <translation>导入遮罩：影片、JSON 或 NPZ 文件，或文件夹中的一张图片</translation>
    </message>
    <message>
        <source>{title} collected</source>
        <translation>{title} 收集</translation>
    </message>
    <message>
        <source>{folder} exists already; choose another folder.</source>
        <translation>{folder} 已存在；请选择其他文件夹。</translation>
    </message>
    <message>
        <source>The project is collected as it is now, once the jobs before it are done.</source>
        <translation>项目将按现在的状态收集，待前面的任务完成后进行。</translation>
    </message>
    <message>
        <source>Where is {name}?</source>
        <translation>{name} 在哪里？</translation>
    </message>
    <message>
        <source>{name} was not found; its work stays in the project.</source>
        <translation>未找到 {name}；其相关工作仍保留在项目中。</translation>
    </message>
    <message>
        <source>{name} is not as it was; what was done before stays with the earlier one in the project.</source>
        <translation>{name} 已发生变化；此前的工作仍保留在项目中的旧版本上。</translation>
    </message>
    <message>
        <source>Earlier work on {name}, edited {when}, is kept.</source>
        <translation>之前对 {name} 所做的工作（编辑于{when}）已保留。</translation>
    </message>
    <message>
        <source>Go On</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Collected in {folder}.</source>
        <translation>已收集到 {folder}。</translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>The last steps could not be kept, because the disk does not take them. Closing loses them.</source>
        <translation>磁盘无法写入，最后几步操作未能保存。关闭后这些操作将丢失。</translation>
    </message>
    <message>
        <source>There are jobs that are not done yet; wait for them, or cancel them.</source>
        <translation>仍有任务尚未完成；请等待其完成或将其取消。</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>项目</translation>
    </message>
</context>
<context>
    <name>PromptBar</name>
    <message>
        <source>What should go</source>
        <translation>要去掉什么</translation>
    </message>
    <message>
        <source>Say what should go: the red car on the left</source>
        <translation>说出要去掉什么：左边的红色汽车</translation>
    </message>
    <message>
        <source>Phrases of before</source>
        <translation>以前的短语</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message numerus="yes">
        <source>Enter takes all %n, a number or a click one of them, Escape none</source>
        <translation>
            <numerusform>回车取全部 %n 个，按数字或点击取其中一个，Esc 都不取</numerusform>
        </translation>
    </message>
    <message>
        <source>Enter takes 1, a number or a click another, Escape none</source>
        <translation>回车取 1 号，按数字或点击取其他，Esc 都不取</translation>
    </message>
    <message>
        <source>Enter takes it, Escape does not</source>
        <translation>回车选取，Esc 放弃</translation>
    </message>
    <message>
        <source>Nothing fits. A number or a click takes what comes nearest.</source>
        <translation>没有符合的。按数字或点击可取最接近的。</translation>
    </message>
</context>
<context>
    <name>Prompter</name>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
</context>
<context>
    <name>Qualities</name>
    <message>
        <source>Lossless</source>
        <translation>无损</translation>
    </message>
    <message>
        <source>Excellent</source>
        <translation>极佳</translation>
    </message>
    <message>
        <source>Very good</source>
        <translation>很好</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>Fair</source>
        <translation>一般</translation>
    </message>
    <message>
        <source>Poor</source>
        <translation>较差</translation>
    </message>
</context>
<context>
    <name>QueueNews</name>
    <message>
        <source>Stopped. The masks found so far are kept, so that it goes on from there.</source>
        <translation>已停止。已得到的遮罩会保留，下次可从该处继续。</translation>
    </message>
    <message>
        <source>Stopped. What was tracked and filled so far is kept, so that it goes on from there.</source>
        <translation>已停止。已完成的跟踪和填充会保留，下次可从该处继续。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
</context>
<context>
    <name>QueueReport</name>
    <message>
        <source>The jobs are over: {done} done, {failed} failed, {stopped} stopped.</source>
        <translation>任务已结束：{done} 项完成，{failed} 项失败，{stopped} 项停止。</translation>
    </message>
</context>
<context>
    <name>Readout</name>
    <message>
        <source>{pixels} px a frame, {degrees}°</source>
        <translation>每帧 {pixels} 像素，{degrees}°</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>Object lost</source>
        <translation>对象丢失</translation>
    </message>
    <message>
        <source>Low confidence</source>
        <translation>置信度低</translation>
    </message>
    <message>
        <source>Size jumps</source>
        <translation>大小突变</translation>
    </message>
    <message>
        <source>Flickers</source>
        <translation>闪烁</translation>
    </message>
    <message>
        <source>Touches the edge</source>
        <translation>触及画面边缘</translation>
    </message>
</context>
<context>
    <name>Refilling</name>
    <message>
        <source>Nothing has been filled in yet.</source>
        <translation>尚未填补任何内容。</translation>
    </message>
    <message>
        <source>Fill Range With</source>
        <translation>用其他引擎填充范围</translation>
    </message>
    <message>
        <source>Frames {first} to {last} are filled anew; the others stay as they are. Fill by:</source>
        <translation>第 {first} 到 {last} 帧将重新填充，其余保持不变。填充引擎：</translation>
    </message>
</context>
<context>
    <name>RefinePanel</name>
    <message>
        <source>Grow</source>
        <translation>扩展</translation>
    </message>
    <message>
        <source>Widen the mask, or narrow it below 0</source>
        <translation>扩大遮罩；小于 0 时收缩</translation>
    </message>
    <message>
        <source>Holes</source>
        <translation>孔洞</translation>
    </message>
    <message>
        <source>Close holes up to this diameter</source>
        <translation>填平直径不超过此值的孔洞</translation>
    </message>
    <message>
        <source>Specks</source>
        <translation>斑点</translation>
    </message>
    <message>
        <source>Drop lone parts up to this diameter</source>
        <translation>去除直径不超过此值的孤立部分</translation>
    </message>
    <message>
        <source> fr</source>
        <translation> 帧</translation>
    </message>
    <message>
        <source>Steady the outline over so many frames on either side</source>
        <translation>利用前后各若干帧使轮廓稳定、不闪烁</translation>
    </message>
    <message>
        <source>Steady</source>
        <translation>稳定</translation>
    </message>
    <message>
        <source>Move the outline onto the picture&apos;s edges, by this at most</source>
        <translation>将轮廓移到画面的边缘上，移动不超过此值</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>边缘</translation>
    </message>
    <message>
        <source>Take hair and fur so far from the outline along; mattes show how much of it is there</source>
        <translation>连同轮廓外此距离内的毛发一起选取；遮罩视图中显示其透明程度</translation>
    </message>
    <message>
        <source>Hair</source>
        <translation>毛发</translation>
    </message>
    <message>
        <source>How softly the fill fades into the picture</source>
        <translation>填补区域与画面过渡的柔和程度</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>羽化</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Shadow and reflection go along</source>
        <translation>阴影和倒影一并移除</translation>
    </message>
    <message>
        <source>Remove what the object casts with it; otherwise it stays in the picture</source>
        <translation>将对象投下的阴影和倒影与它一起移除；否则它们会留在画面中</translation>
    </message>
    <message>
        <source>Track {name} from this frame:</source>
        <translation>从此帧跟踪 {name}：</translation>
    </message>
    <message>
        <source>No object is selected.</source>
        <translation>未选择对象。</translation>
    </message>
    <message>
        <source>Track, in the tool bar, follows all objects through the range.</source>
        <translation>工具栏中的“跟踪”会在整个范围内跟踪所有对象。</translation>
    </message>
    <message>
        <source>{name} slider</source>
        <translation>{name}滑块</translation>
    </message>
    <message>
        <source>{tip}, in pixels of the clip</source>
        <translation>{tip}，单位为剪辑像素</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>Suspicious frames</source>
        <translation>可疑帧</translation>
    </message>
    <message>
        <source>Nothing to look at yet.
After tracking, frames on which an object was lost, jumps or flickers are listed here.</source>
        <translation>暂时没有需要查看的内容。
跟踪完成后，对象丢失、突变或闪烁的帧会列在这里。</translation>
    </message>
    <message>
        <source>The first {most} of {count} are listed.</source>
        <translation>共 {count} 项，仅列出前 {most} 项。</translation>
    </message>
    <message>
        <source>Nothing suspicious was found.</source>
        <translation>未发现可疑之处。</translation>
    </message>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>Frame {worst}; from {first} to {last}</source>
        <translation>第 {worst} 帧；从 {first} 到 {last}</translation>
    </message>
</context>
<context>
    <name>Running</name>
    <message>
        <source>All objects are tracked through the range already.</source>
        <translation>所有对象在该范围内都已跟踪完毕。</translation>
    </message>
    <message>
        <source>To how many of the next frames?</source>
        <translation>复制到后面多少帧？</translation>
    </message>
    <message>
        <source>Copy Mask</source>
        <translation>复制遮罩</translation>
    </message>
    <message>
        <source>Go On With the Job</source>
        <translation>继续任务</translation>
    </message>
    <message>
        <source>Nothing has been pointed at yet: click the object in the picture first.</source>
        <translation>尚未指定对象：请先在画面中点击对象。</translation>
    </message>
    <message>
        <source>That is in the list of jobs already; it takes the clip as it is then.</source>
        <translation>该任务已在列表中；它以轮到时的剪辑为准。</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source> or </source>
        <translation> 或 </translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>Viewer</source>
        <translation>监视器</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原始画面</translation>
    </message>
</context>
<context>
    <name>Stages</name>
    <message>
        <source>checking</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>clearing</source>
        <translation>清理</translation>
    </message>
    <message>
        <source>deleting</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>downloading</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>enlarging</source>
        <translation>正在放大</translation>
    </message>
    <message>
        <source>exporting</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>fetching weights (bytes)</source>
        <translation>下载模型权重（字节）</translation>
    </message>
    <message>
        <source>filling</source>
        <translation>填补</translation>
    </message>
    <message>
        <source>finding shadows</source>
        <translation>查找阴影</translation>
    </message>
    <message>
        <source>flow</source>
        <translation>计算光流</translation>
    </message>
    <message>
        <source>interpolating</source>
        <translation>插值</translation>
    </message>
    <message>
        <source>looking</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>looking how much moves</source>
        <translation>分析运动幅度</translation>
    </message>
    <message>
        <source>making a clip</source>
        <translation>生成剪辑</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>proxy</source>
        <translation>生成代理</translation>
    </message>
    <message>
        <source>reading masks</source>
        <translation>读取遮罩</translation>
    </message>
    <message>
        <source>refining masks</source>
        <translation>细化遮罩</translation>
    </message>
    <message>
        <source>review</source>
        <translation>检查跟踪结果</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>处理声音</translation>
    </message>
    <message>
        <source>tracking</source>
        <translation>跟踪</translation>
    </message>
    <message>
        <source>tracking around the range</source>
        <translation>跟踪范围前后的帧</translation>
    </message>
    <message>
        <source>trying engines</source>
        <translation>比较引擎</translation>
    </message>
    <message>
        <source>writing masks</source>
        <translation>写入遮罩</translation>
    </message>
</context>
<context>
    <name>StepButton</name>
    <message>
        <source>{step}, done</source>
        <translation>{step}，已完成</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>Refine {name}</source>
        <translation>细化 {name}</translation>
    </message>
    <message>
        <source>Add Box</source>
        <translation>添加方框</translation>
    </message>
    <message>
        <source>Add Marker</source>
        <translation>添加标记</translation>
    </message>
    <message>
        <source>Add Part</source>
        <translation>添加部分</translation>
    </message>
    <message>
        <source>Add Point</source>
        <translation>添加点</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Clear Correction</source>
        <translation>清除修正</translation>
    </message>
    <message>
        <source>Clear In and Out</source>
        <translation>清除入点和出点</translation>
    </message>
    <message>
        <source>Clear Points</source>
        <translation>清除点</translation>
    </message>
    <message>
        <source>Clear Results</source>
        <translation>清除结果</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Copy Mask</source>
        <translation>复制遮罩</translation>
    </message>
    <message>
        <source>Delete From Here On</source>
        <translation>从此处起删除</translation>
    </message>
    <message>
        <source>Delete Marker</source>
        <translation>删除标记</translation>
    </message>
    <message>
        <source>Delete Object</source>
        <translation>删除对象</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Find by Words</source>
        <translation>按文字查找</translation>
    </message>
    <message>
        <source>Import Masks</source>
        <translation>导入遮罩</translation>
    </message>
    <message>
        <source>Interpolate</source>
        <translation>插值</translation>
    </message>
    <message>
        <source>Keep Object</source>
        <translation>设为保留</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Lasso Away</source>
        <translation>套索减去</translation>
    </message>
    <message>
        <source>New Object</source>
        <translation>新建对象</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove Object</source>
        <translation>设为移除</translation>
    </message>
    <message>
        <source>Rename Marker</source>
        <translation>重命名标记</translation>
    </message>
    <message>
        <source>Rename Object</source>
        <translation>重命名对象</translation>
    </message>
    <message>
        <source>Scribble</source>
        <translation>涂抹</translation>
    </message>
    <message>
        <source>Set In</source>
        <translation>设置入点</translation>
    </message>
    <message>
        <source>Set Out</source>
        <translation>设置出点</translation>
    </message>
    <message>
        <source>Set Range</source>
        <translation>设置范围</translation>
    </message>
    <message>
        <source>Take Part Away</source>
        <translation>去除一块</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>跟踪</translation>
    </message>
    <message>
        <source>Grow {name}</source>
        <translation>扩展 {name}</translation>
    </message>
    <message>
        <source>Close Holes of {name}</source>
        <translation>填补 {name} 的孔洞</translation>
    </message>
    <message>
        <source>Drop Specks of {name}</source>
        <translation>去除 {name} 的斑点</translation>
    </message>
    <message>
        <source>Feather {name}</source>
        <translation>羽化 {name}</translation>
    </message>
    <message>
        <source>Steady {name}</source>
        <translation>稳定 {name}</translation>
    </message>
    <message>
        <source>Fit Edges of {name}</source>
        <translation>贴合 {name} 的边缘</translation>
    </message>
    <message>
        <source>Find Hair of {name}</source>
        <translation>找出 {name} 的毛发</translation>
    </message>
    <message>
        <source>Shadow of {name}</source>
        <translation>{name} 的阴影</translation>
    </message>
</context>
<context>
    <name>TargetFolder</name>
    <message>
        <source>The folder {folder} is made for it.</source>
        <translation>将为此建立文件夹 {folder}。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be made ({why}); choose another one.</source>
        <translation>无法建立文件夹 {folder}（{why}）；请选择其他文件夹。</translation>
    </message>
</context>
<context>
    <name>TimeField</name>
    <message>
        <source>Timecode</source>
        <translation>时间码</translation>
    </message>
</context>
<context>
    <name>Timecode</name>
    <message>
        <source>&apos;{text}&apos; is no time; write a frame number, +10, or a timecode such as 1:04:12.</source>
        <translation>“{text}”不是时间；请输入帧号、+10 或 1:04:12 这样的时间码。</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>轨道</translation>
    </message>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n 帧</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelineMenu</name>
    <message>
        <source>Go to Frame {number}</source>
        <translation>转到第 {number} 帧</translation>
    </message>
    <message>
        <source>Rename Marker…</source>
        <translation>重命名标记…</translation>
    </message>
    <message>
        <source>Delete Marker</source>
        <translation>删除标记</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>No More Hints</source>
        <translation>不再提示</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>frame {number}</source>
        <translation>第 {number} 帧</translation>
    </message>
    <message>
        <source>{width} × {height}, {rate} frames/s, {seconds} s</source>
        <translation>{width} × {height}，{rate} 帧/秒，{seconds} 秒</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
</context>
<context>
    <name>TrialDialog</name>
    <message>
        <source>Try Engines on Range</source>
        <translation>在范围上比较引擎</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Also fill &amp;holes of the same shape where the truth is known</source>
        <translation>同时填补真实画面已知处的同形空洞(&amp;H)</translation>
    </message>
    <message>
        <source>Twice the work, and the only way to know how true a fill is</source>
        <translation>工作量加倍，但只有这样才能知道填补有多真实</translation>
    </message>
    <message>
        <source>&amp;Try</source>
        <translation>比较(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Use This Engine</source>
        <translation>使用此引擎(&amp;U)</translation>
    </message>
    <message>
        <source>Open &amp;Report</source>
        <translation>打开报告(&amp;R)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Players side by side and every figure, in the browser</source>
        <translation>在浏览器中并排播放，并列出全部数据</translation>
    </message>
    <message>
        <source>Holes are filled by it from now on</source>
        <translation>今后由它填补空洞</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>{name}  (fetches {size})</source>
        <translation>{name}（需下载 {size}）</translation>
    </message>
    <message>
        <source>PSNR, dB</source>
        <translation>PSNR（dB）</translation>
    </message>
    <message>
        <source>SSIM</source>
        <translation>SSIM</translation>
    </message>
    <message>
        <source>Unsteadiness</source>
        <translation>不稳定度</translation>
    </message>
    <message>
        <source>Flicker</source>
        <translation>闪烁</translation>
    </message>
    <message>
        <source>Seam</source>
        <translation>接缝</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>锐度</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪点</translation>
    </message>
    <message>
        <source>s/frame</source>
        <translation>秒/帧</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message numerus="yes">
        <source>Each engine fills the range, %n frames, and is judged. A short range is enough.</source>
        <translation>
            <numerusform>每个引擎都会填补该范围（%n 帧）并接受评判。较短的范围就够了。</numerusform>
        </translation>
    </message>
    <message>
        <source>{engine} does it best here: it comes nearest to the truth where that is known.</source>
        <translation>{engine} 在这里表现最好：在真实画面已知处，它最接近真实。</translation>
    </message>
    <message>
        <source>{engine} differs least from its surroundings here. The truth is known nowhere.</source>
        <translation>{engine} 在这里与周围差别最小。没有任何一处的真实画面是已知的。</translation>
    </message>
</context>
<context>
    <name>Trying</name>
    <message>
        <source>Holes are filled by {engine} from now on.</source>
        <translation>今后由 {engine} 填补空洞。</translation>
    </message>
    <message>
        <source>The engines were tried; {engine} does it best here.</source>
        <translation>引擎比较完毕；{engine} 在这里表现最好。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
</context>
<context>
    <name>Unfinished</name>
    <message numerus="yes">
        <source>%n jobs are not done yet.</source>
        <translation>
            <numerusform>%n 项任务尚未完成。</numerusform>
        </translation>
    </message>
    <message>
        <source>Work on a clip is offered again when the clip is opened next; downloads and copies are given up.</source>
        <translation>对剪辑的处理会在下次打开该剪辑时再次提供；下载和复制将被放弃。</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Keep Working</source>
        <translation>继续工作(&amp;K)</translation>
    </message>
    <message>
        <source>{work} was not done when the window was closed.</source>
        <translation>关闭窗口时 {work} 尚未完成。</translation>
    </message>
    <message>
        <source>Go On</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>UpscaleDialog</name>
    <message>
        <source>Upscale</source>
        <translation>放大视频</translation>
    </message>
    <message>
        <source>What to enlarge</source>
        <translation>要放大的内容</translation>
    </message>
    <message>
        <source>The result  ({count} frames)</source>
        <translation>结果（{count} 帧）</translation>
    </message>
    <message>
        <source>The clip, from in to out  ({count} frames)</source>
        <translation>片段，从入点到出点（{count} 帧）</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>{name}  (fetches {size})</source>
        <translation>{name}（需下载 {size}）</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>Choose the file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>&amp;Upscale</source>
        <translation>放大(&amp;U)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>&amp;Enlarge</source>
        <translation>放大对象(&amp;E)</translation>
    </message>
    <message>
        <source>E&amp;ngine</source>
        <translation>引擎(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>尺寸(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Takes up to {disk} on the disk while it is made, and {memory} of memory.</source>
        <translation>制作时最多占用 {disk} 磁盘空间和 {memory} 内存。</translation>
    </message>
    <message>
        <source>Each frame is worked on in {count} pieces.</source>
        <translation>每帧分 {count} 块处理。</translation>
    </message>
    <message>
        <source>That is the clip itself; choose another name.</source>
        <translation>这就是片段本身；请换一个名称。</translation>
    </message>
    <message>
        <source>{name} exists already and is replaced.</source>
        <translation>{name} 已存在，将被替换。</translation>
    </message>
    <message>
        <source>R&amp;eplace</source>
        <translation>替换(&amp;E)</translation>
    </message>
    <message>
        <source>Films (*.mp4 *.mov *.mkv)</source>
        <translation>影片 (*.mp4 *.mov *.mkv)</translation>
    </message>
    <message>
        <source>Upscale Into</source>
        <translation>放大为</translation>
    </message>
</context>
<context>
    <name>Upscaling</name>
    <message>
        <source>{path} is not there any more.</source>
        <translation>{path} 已不存在。</translation>
    </message>
    <message>
        <source>Enlarged: {path}. It is among the clips of the project.</source>
        <translation>已放大：{path}。它已加入项目的片段中。</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>ViewBar</name>
    <message>
        <source>Behind objects</source>
        <translation>对象后面</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>遮罩</translation>
    </message>
    <message>
        <source>How opaque the masks are</source>
        <translation>遮罩的不透明度</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>How opaque the result is</source>
        <translation>结果的不透明度</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>How much differences are amplified</source>
        <translation>差值的放大倍数</translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>箭头</translation>
    </message>
    <message>
        <source>Selected object only</source>
        <translation>仅所选对象</translation>
    </message>
    <message>
        <source>Show the objects&apos; outlines over what is compared</source>
        <translation>在对比画面上显示对象的轮廓</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Remove something from a video</source>
        <translation>从视频中移除任何对象</translation>
    </message>
    <message>
        <source>Open a clip, click what should go, press Remove. You can also drop a file or a folder of images here.</source>
        <translation>打开剪辑，点击要移除的对象，然后点击“移除”。也可以将文件或图像文件夹拖放到这里。</translation>
    </message>
    <message>
        <source>Open a Clip…</source>
        <translation>打开剪辑…</translation>
    </message>
    <message>
        <source>Open a video file (Ctrl+O)</source>
        <translation>打开视频文件 (Ctrl+O)</translation>
    </message>
    <message>
        <source>Open a Folder of Images…</source>
        <translation>打开图像序列文件夹…</translation>
    </message>
    <message>
        <source>Open numbered images (Ctrl+Shift+O)</source>
        <translation>打开编号的图像 (Ctrl+Shift+O)</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>{name} and {count} more</source>
        <translation>{name} 及另外 {count} 个</translation>
    </message>
    <message>
        <source>Go on with {name}, edited {when}</source>
        <translation>继续编辑 {name}（{when}修改）</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>{count} minutes ago</source>
        <translation>{count} 分钟前</translation>
    </message>
    <message>
        <source>{count} hours ago</source>
        <translation>{count} 小时前</translation>
    </message>
    <message>
        <source>{count} days ago</source>
        <translation>{count} 天前</translation>
    </message>
</context>
<context>
    <name>Worker</name>
    <message>
        <source>“{phrase}” is being followed already.</source>
        <translation>已经在跟踪“{phrase}”了。</translation>
    </message>
    <message>
        <source>Tracking</source>
        <translation>跟踪</translation>
    </message>
    <message>
        <source>These frames are being interpolated already.</source>
        <translation>这些帧已经在插值了。</translation>
    </message>
    <message>
        <source>A corrected frame was changed meanwhile: interpolate once more.</source>
        <translation>修正帧在此期间有改动：请重新插值。</translation>
    </message>
    <message numerus="yes">
        <source>Interpolated %n frames along the motion.</source>
        <translation>
            <numerusform>已沿运动对 %n 帧插值。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Interpolated %n frames on a straight line: the motion could not be followed.</source>
        <translation>
            <numerusform>已按直线对 %n 帧插值：无法跟上运动。</numerusform>
        </translation>
    </message>
    <message>
        <source>Interpolating</source>
        <translation>正在插值</translation>
    </message>
    <message numerus="yes">
        <source>Followed “{phrase}” over %n frames.</source>
        <translation>
            <numerusform>已在 %n 帧中跟踪“{phrase}”。</numerusform>
        </translation>
    </message>
    <message>
        <source>Following words</source>
        <translation>按文字跟踪</translation>
    </message>
    <message>
        <source>Removed from {frames} frames in {seconds} s. Export saves the film.</source>
        <translation>已用 {seconds} 秒完成 {frames} 帧的移除。请用“导出”保存视频。</translation>
    </message>
    <message>
        <source>{made} of {windows} windows were computed again, the others were kept.</source>
        <translation>共 {windows} 段，重新计算了 {made} 段，其余沿用已保留的结果。</translation>
    </message>
    <message>
        <source>Filling the range anew</source>
        <translation>重新填充范围</translation>
    </message>
    <message>
        <source>Removing</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Another clip is shown now: open the one of the masks and try again.</source>
        <translation>现在显示的是另一个片段：请打开这些遮罩所属的片段再试。</translation>
    </message>
    <message numerus="yes">
        <source>Imported %n objects.</source>
        <translation>
            <numerusform>已导入 %n 个对象。</numerusform>
        </translation>
    </message>
    <message>
        <source>Importing masks</source>
        <translation>正在导入遮罩</translation>
    </message>
    <message>
        <source>Exported {path}.</source>
        <translation>已导出 {path}。</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Nothing has been filled in yet.</source>
        <translation>尚未填补任何内容。</translation>
    </message>
    <message>
        <source>Enlarged to {path}.</source>
        <translation>已放大为 {path}。</translation>
    </message>
    <message>
        <source>Enlarging</source>
        <translation>正在放大</translation>
    </message>
    <message>
        <source>Trying engines</source>
        <translation>比较引擎</translation>
    </message>
    <message>
        <source>Cleared. Undo brings the result back.</source>
        <translation>已清除。撤销可恢复结果。</translation>
    </message>
    <message>
        <source>Clearing</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Collected in {folder}.</source>
        <translation>已收集到 {folder}。</translation>
    </message>
    <message>
        <source>Collecting</source>
        <translation>收集</translation>
    </message>
    <message>
        <source>{name} is not open any more: open it and try again.</source>
        <translation>{name} 已不再打开：请打开后重试。</translation>
    </message>
    <message>
        <source>{work} waits until the jobs before it are done.</source>
        <translation>{work} 将在之前的任务完成后开始。</translation>
    </message>
    <message numerus="yes">
        <source>Tracked %n frames anew; the others stay as they were.</source>
        <translation>
            <numerusform>重新跟踪了 %n 帧；其余帧保持不变。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tracked %n frames.</source>
        <translation>
            <numerusform>已跟踪 %n 帧。</numerusform>
        </translation>
    </message>
    <message>
        <source>The object was lost on {count} of {total} frames, first on frame {first}; where it is in the picture there, click it again and track once more.</source>
        <translation>对象在 {total} 帧中的 {count} 帧上丢失，最早在第 {first} 帧；若它仍在画面中，请在该处重新点击并再次跟踪。</translation>
    </message>
</context>
</TS>
